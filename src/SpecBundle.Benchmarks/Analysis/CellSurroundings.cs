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

/// <summary>What other programs took of the processors while a cell ran, on the machine of client and server.</summary>
public sealed record MachineLoad
{
    /// <summary>The cell's configuration.</summary>
    public required string Configuration { get; init; }

    /// <summary>The cell's workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Processor time of other programs / all there was, 0 to 1.</summary>
    public double OtherShare { get; init; }
}
