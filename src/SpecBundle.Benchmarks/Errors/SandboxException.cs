namespace SpeculativeDecoding.Benchmarks;

/// <summary>The sandbox itself failed, so nothing is known about the program.</summary>
public sealed class SandboxException : SpecBundleException
{
    /// <summary>With what happened and what to do.</summary>
    public SandboxException(string message) : base(message, null) { }

    /// <summary>With what happened, what to do and the cause.</summary>
    public SandboxException(string message, Exception innerException) : base(message, null, innerException) { }
}
