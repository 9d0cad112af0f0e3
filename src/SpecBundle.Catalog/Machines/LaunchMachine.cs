namespace SpeculativeDecoding;

/// <summary>What a <see cref="LaunchPlan"/> needs to know of the machine that it is for. What nobody found out is null.</summary>
public sealed record LaunchMachine
{
    /// <summary>The GPUs that a server may use, in which the plan chooses; empty where there are none.</summary>
    /// <value>The default value is null: nobody looked, and the plan takes the documented tensor parallel size.</value>
    public IReadOnlyList<Gpu>? Gpus { get; init; }

    /// <summary>What of the environment has left out GPUs of this machine, for example <c>CUDA_VISIBLE_DEVICES=1</c>; errors say it.</summary>
    /// <value>The default value is null: nothing has.</value>
    public string? GpuFrame { get; init; }

    /// <summary>Why the GPUs are not known though a tool that lists them is here, for example <c>nvidia-smi failed with exit code 9</c>. Nobody then knows which are free, and none is held.</summary>
    /// <value>The default value is null: they are known, or there is no such tool.</value>
    public string? GpuProblem { get; init; }

    /// <summary>The path of the Python interpreter that has SGLang.</summary>
    /// <value>The default value is null: the plan says <c>python3</c>.</value>
    public string? Python { get; init; }

    /// <summary>Why the Python that was named can't serve, for example <c>/usr/bin/python3 (the option: has no SGLang)</c>; the plan notes it.</summary>
    /// <value>The default value is null: none was named, or it can.</value>
    public string? PythonProblem { get; init; }

    /// <summary>The installed release of SGLang, for example <c>0.5.17</c>.</summary>
    /// <value>The default value is null: the plan is for the newest release that was looked at, with a note.</value>
    public string? SglangVersion { get; init; }

    /// <summary>The path of the <c>dotnet</c> host that runs the embedded server.</summary>
    /// <value>The default value is null: the plan says <c>dotnet</c>.</value>
    public string? Dotnet { get; init; }

    /// <summary>The folder of the embedded server, which holds <c>SpecBundle.Embedded.dll</c> and <c>models/</c>.</summary>
    /// <value>The default value is null: the plan's paths are relative to it, with a note.</value>
    public string? EmbeddedFolder { get; init; }

    /// <summary>Complete checkpoints in the Hub's cache: the commit of each repository, 40 hexadecimal digits. The server is started on exactly these, without network.</summary>
    /// <value>The default value is empty: no commit is pinned.</value>
    public IReadOnlyDictionary<string, string> Checkpoints { get; init; } = new Dictionary<string, string>();

    /// <summary>Folders of this machine that hold what the Hub's cache has of repositories, whole or not, by repository. A plan reads the facts in them, and looks at weights that are whole.</summary>
    /// <value>The default value is empty: nothing is read.</value>
    public IReadOnlyDictionary<string, string> CheckpointFolders { get; init; } = new Dictionary<string, string>();

    /// <summary>The repositories that the Hub's cache lacks, or lacks a part of, while the Hub must not be asked for it (<c>HF_HUB_OFFLINE</c>): a launch would be refused.</summary>
    /// <value>The default value is empty: nothing is lacking, or it can be pulled.</value>
    public IReadOnlyList<string> UnreachableCheckpoints { get; init; } = [];

    /// <summary>The path of a file that will hold the API key, readable by its owner alone. The server is told the file, so that the key is in no list of processes.</summary>
    /// <value>The default value is null: the key is on the command line.</value>
    public string? SecretFile { get; init; }

    /// <summary>Whether this process reaches the network through a proxy. The server's requests to itself must not.</summary>
    /// <value>The default value is false.</value>
    public bool UsesProxy { get; init; }

    /// <summary>The addresses that bypass the proxy already: the value of <c>NO_PROXY</c>.</summary>
    /// <value>The default value is null: it is not set.</value>
    public string? NoProxy { get; init; }

    /// <summary>The GPUs and what serves on them.</summary>
    /// <returns>For example <c>2 GPUs (NVIDIA H100 80GB HBM3), SGLang 0.5.17</c>.</returns>
    public override string ToString()
    {
        var gpus = Gpus switch
        {
            null => "GPUs unknown",
            [] => "no GPU",
            [var only] => $"1 GPU ({only.Name})",
            _ => $"{Gpus.Count} GPUs ({string.Join(", ", Gpus.Select(gpu => gpu.Name).Distinct())})",
        };
        return $"{gpus}, {(SglangVersion is null ? "SGLang unknown" : $"SGLang {SglangVersion}")}{(EmbeddedFolder is null ? "" : ", the embedded server")}";
    }
}
