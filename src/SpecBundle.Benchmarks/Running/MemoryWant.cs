namespace SpeculativeDecoding.Benchmarks;

/// <summary>Errors that come of memory which somebody else uses at the moment, or may.</summary>
internal static class MemoryWant
{
    // Causes of a server's end, as the client names them.
    private static readonly string[] Causes = ["gpu-out-of-memory", "gpu-memory-unbalanced", "kv-cache-no-room"];

    public static bool Is(SpecBundleException error) => error switch
    {
        GpuUnavailableException => true,
        ServerStartException { Cause.Id: { } cause } => Causes.Contains(cause),
        ServerDiedException { Cause.Id: { } cause } => Causes.Contains(cause),
        _ => false,
    };
}
