namespace SpeculativeDecoding;

/// <summary>What a launch plan needs to know of a machine. What could not be learnt is null.</summary>
public sealed record Machine
{
    /// <summary>The GPUs; empty where there are none, null where nobody looked.</summary>
    public IReadOnlyList<Gpu>? Gpus { get; init; }

    /// <summary>The Python interpreter that has SGLang.</summary>
    public string? Python { get; init; }

    /// <summary>The installed release of SGLang, for example <c>0.5.17</c>.</summary>
    public string? SglangVersion { get; init; }

    /// <summary>The <c>dotnet</c> host that runs the embedded server.</summary>
    public string? Dotnet { get; init; }

    /// <summary>The folder of the embedded server: <c>SpecBundle.Embedded.dll</c> and <c>models/</c>.</summary>
    public string? EmbeddedFolder { get; init; }

    /// <summary>Complete checkpoints in the Hub's cache: the commit of each repository, 40 hexadecimal digits. The server is started on exactly these, without network.</summary>
    public IReadOnlyDictionary<string, string> Checkpoints { get; init; } = new Dictionary<string, string>();

    /// <summary>A file that will hold the API key, readable by its owner alone. The server is told the file, so that the key is in no list of processes.</summary>
    public string? SecretFile { get; init; }

    /// <summary>Whether this process reaches the network through a proxy. The server's requests to itself must not.</summary>
    public bool UsesProxy { get; init; }

    /// <summary>The addresses that bypass the proxy already: the value of <c>NO_PROXY</c>; null where it is not set.</summary>
    public string? NoProxy { get; init; }
}
