using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>
/// Plans what a benchmark would start, with and without the draft, before it has a folder: a mistyped argument for the
/// server would else fail each configuration in turn, and leave a folder that the mended command does not go on in.
/// </summary>
internal static class PlanCheck
{
    /// <exception cref="LaunchPlanException">A server can't be started so.</exception>
    public static async Task RunAsync(BenchmarkOptions benchmark, CancellationToken cancellationToken)
    {
        if (benchmark is not { Attach: null, Pair: { } pair })
        {
            return;
        }

        foreach (var configuration in benchmark.Configurations.DistinctBy(configuration => configuration.IsWithoutDraft))
        {
            await SpecBundle.PlanAsync(pair, configuration.LaunchOf(benchmark), cancellationToken).ConfigureAwait(false);
        }
    }
}
