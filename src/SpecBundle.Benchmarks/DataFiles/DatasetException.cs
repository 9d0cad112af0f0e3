namespace SpeculativeDecoding.Benchmarks;

/// <summary>The rows of a data set are not to be had, or are not what they should be.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>Without a message.</summary>
    public DatasetException() { }

    /// <summary>With what happened and what to do.</summary>
    public DatasetException(string message) : base(message) { }

    /// <summary>With what happened, what to do and the cause.</summary>
    public DatasetException(string message, Exception innerException) : base(message, innerException) { }
}
