namespace SpeculativeDecoding.Benchmarks;

/// <summary>Intervals cover the prompts that might have been drawn, not the machine: other work on it moves a whole run at once, and nothing in the requests shows it.</summary>
internal sealed class BusyMachineAnalyzer : IAnalyzer
{
    private const double MostOthers = 0.1;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (Share(options, cell.Cell.Configuration, cell.Cell.Workload) is not (> MostOthers and var share))
        {
            yield break;
        }

        var baseline = cell.Baseline is null ? null : Share(options, cell.Baseline.Configuration, cell.Baseline.Workload);
        yield return cell.Warning(FindingKind.BusyMachine, baseline is { } without
            ? $"Other programs took {100 * share:F0} % of this machine's processors, and {100 * without:F0} % during the run without draft. Acceptance stands; times and the speedup are those of a busy machine, and their intervals do not cover that."
            : (FormattableString)$"Other programs took {100 * share:F0} % of this machine's processors. Acceptance stands; times are those of a busy machine, and their intervals do not cover that.");
    }

    /// <summary>The largest of its sessions.</summary>
    private static double? Share(ReportOptions options, string configuration, string workload) =>
        options.MachineLoads.Where(load => (load.Configuration, load.Workload) == (configuration, workload)).Select(load => (double?)load.OtherShare).Max();
}
