namespace SpeculativeDecoding.Benchmarks;

/// <summary>The requests that kept every service level. A failed request kept none.</summary>
public sealed record Goodput
{
    /// <summary>How many did.</summary>
    public int Good { get; init; }

    /// <summary>The share of all requests.</summary>
    public ConfidenceInterval Share { get; init; }

    /// <summary>How many a second of the cell's wall time.</summary>
    public ConfidenceInterval RequestsPerSecond { get; init; }
}
