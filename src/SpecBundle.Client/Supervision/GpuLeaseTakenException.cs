namespace SpeculativeDecoding;

/// <summary>Another holds the lease of a GPU; nothing was started, and no lease is held.</summary>
/// <param name="path">The lease's file.</param>
internal sealed class GpuLeaseTakenException(string path) : Exception($"The lease {path} is taken.")
{
    public string Path { get; } = path;
}
