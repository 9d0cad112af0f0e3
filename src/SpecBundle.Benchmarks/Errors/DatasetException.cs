namespace SpeculativeDecoding.Benchmarks;

/// <summary>The rows of a data set can not be obtained, or are not what they should be.</summary>
public sealed class DatasetException : SpecBundleException
{
    /// <summary>With what happened and what to do.</summary>
    public DatasetException(string message) : base(message, null) { }

    /// <summary>With what happened, what to do and the cause.</summary>
    public DatasetException(string message, Exception innerException) : base(message, null, innerException) { }
}
