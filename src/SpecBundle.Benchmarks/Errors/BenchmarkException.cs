namespace SpeculativeDecoding.Benchmarks;

/// <summary>A benchmark can't be run as it was asked for. Nothing was started, and results that were there are left alone.</summary>
public sealed class BenchmarkException : SpecBundleException
{
    internal BenchmarkException(string message, string hint, Exception? innerException = null)
        : base(message, hint, innerException)
    {
    }
}
