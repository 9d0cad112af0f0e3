namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a server counted from the first request of a cell to the last: the difference of its counters.</summary>
public sealed record ServerTokenCount
{
    /// <summary>The cell's configuration.</summary>
    public required string Configuration { get; init; }

    /// <summary>The cell's workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Tokens that the server generated, for whomever.</summary>
    public long CompletionTokens { get; init; }
}
