namespace SpeculativeDecoding.Benchmarks;

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
