namespace SpeculativeDecoding.Benchmarks;

/// <summary>The fastest configuration for a workload at one batch, the run without draft among them, on the requests that finished in all.</summary>
public sealed record BestConfiguration
{
    /// <summary>The workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Requests at once.</summary>
    public int BatchSize { get; init; }

    /// <summary>The fastest.</summary>
    public required string Configuration { get; init; }

    /// <summary>The second.</summary>
    public required string RunnerUp { get; init; }

    /// <summary>The fastest's speed / the runner-up's, with an interval widened for the number of comparisons (Bonferroni).</summary>
    public ConfidenceInterval Lead { get; init; }

    /// <summary>Every configuration that the fastest cannot be told from; empty when it is the best for sure.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Indistinguishable { get; init; } = [];

    /// <summary>Prompts that finished in all.</summary>
    public int Prompts { get; init; }

    /// <summary>Whether the measurement tells the runner-up from the best.</summary>
    public bool IsRunnerUpDistinguishable => !Indistinguishable.Contains(RunnerUp);
}
