using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>What a run itself says against its speeds. Two runs beside each other have no interval for it: what differed may have been the machine.</summary>
internal static class SpeedDoubts
{
    // None of these findings is of an interval.
    private const int Resamples = 200;

    private static readonly FindingKind[] Kinds = [FindingKind.BusyMachine, FindingKind.OtherTraffic, FindingKind.ClientSaturated, FindingKind.Drift];

    /// <param name="run">The folder of a run; the file of its requests alone says nothing of the machine.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>One sentence for each cell in doubt.</returns>
    public static async Task<IReadOnlyList<string>> OfAsync(string run, CancellationToken cancellationToken) =>
        Directory.Exists(run)
            ? [.. (await RunFolder.ReadAsync(run, new ReportOptions { Resamples = Resamples }, cancellationToken).ConfigureAwait(false)).Report.Findings
                .Where(finding => finding.Severity == FindingSeverity.Warning && Kinds.Contains(finding.Kind)).Select(finding => $"{run}: {finding.Configuration} {finding.Workload}: {finding.Text}")]
            : [];
}
