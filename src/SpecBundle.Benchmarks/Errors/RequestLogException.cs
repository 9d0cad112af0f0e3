namespace SpeculativeDecoding.Benchmarks;

/// <summary>A file of request records that cannot be read, with the line at fault.</summary>
public sealed class RequestLogException : SpecBundleException
{
    internal RequestLogException(string path, int line, string reason, Exception? inner = null)
        : base($"{path}({line}): {reason}", "Remove the line, and its request is asked again; or begin in another folder.", inner)
    {
        Path = path;
        Line = line;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The line at fault, from 1.</summary>
    public int Line { get; }
}
