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
            var launch = LaunchOptions.From(benchmark.Launch);
            (launch.Speculation, launch.WithoutDraft, launch.MaxRunningRequests) = (configuration.Speculation, configuration.IsWithoutDraft, configuration.Batch);
            await SpecBundle.PlanAsync(pair, launch, cancellationToken).ConfigureAwait(false);
        }
    }
}
