namespace SpeculativeDecoding.Benchmarks;

/// <summary>Limits of latency that a request must all keep, inclusive. Null is no limit.</summary>
public sealed record ServiceLevels
{
    /// <summary>From the moment a request was due to its first token.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>The mean time of a token after the first.</summary>
    public TimeSpan? TimePerOutputToken { get; init; }

    /// <summary>From the moment a request was due to its end.</summary>
    public TimeSpan? EndToEnd { get; init; }
}
