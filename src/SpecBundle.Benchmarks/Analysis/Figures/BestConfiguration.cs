namespace SpeculativeDecoding.Benchmarks;

/// <summary>The fastest configuration for a workload at one batch, the run without draft among them, on the requests that finished in all.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="BatchSize">Requests at once.</param>
/// <param name="Configuration">The fastest.</param>
/// <param name="RunnerUp">The second.</param>
/// <param name="Lead">The fastest's speed / the runner-up's, with an interval widened for the number of comparisons (Bonferroni).</param>
/// <param name="Indistinguishable">Every configuration that the fastest cannot be told from; empty when it is the best for sure.</param>
/// <param name="Prompts">Prompts that finished in all.</param>
public sealed record BestConfiguration(
    string Workload, int BatchSize, string Configuration, string RunnerUp, Interval Lead, IReadOnlyList<string> Indistinguishable, int Prompts)
{
    /// <summary>Whether the measurement tells the runner-up from the best.</summary>
    public bool IsRunnerUpDistinguishable => !Indistinguishable.Contains(RunnerUp);
}
