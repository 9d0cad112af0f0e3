namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// The 13 workloads of the SpecForge benchmark suite. Prompts, stop strings, limits, answer extraction and scoring are
/// those of sgl-project/SpecForge, <c>benchmarks/benchmarker</c>, so that figures compare with published ones; where
/// one differs, its class says so.
/// </summary>
public static class BenchmarkSuite
{
    /// <summary>All 13, by name.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new AimeWorkload(), new CevalWorkload(), new FinanceQaWorkload(), new GpqaWorkload(), new Gsm8kWorkload(),
        new HumanEvalWorkload(), new LiveCodeBenchWorkload(), new Math500Workload(), new MbppWorkload(),
        new MmluWorkload(), new MmStarWorkload(), new MtBenchWorkload(), new SimpleQaWorkload(),
    ];

    /// <summary>The workload of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those there are.</exception>
    public static Workload Get(string name) =>
        All.FirstOrDefault(workload => workload.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(
            $"The suite has no workload '{name}'. It has: {string.Join(", ", All.Select(workload => workload.Name))}.", nameof(name));
}
