using System.Text.Json.Nodes;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>What a run itself says against its speeds. Two runs beside each other have no interval for it: what differed may have been the machine.</summary>
internal static class SpeedDoubts
{
    // None of these findings is of an interval.
    private const int Resamples = 200;

    private static readonly FindingKind[] Kinds = [FindingKind.BusyMachine, FindingKind.OtherTraffic, FindingKind.ClientSaturated, FindingKind.Drift];

    /// <param name="run">The folder of a run; the file of its requests alone says nothing of the machine.</param>
    /// <param name="records">Its requests, which have been read.</param>
    /// <param name="cancellationToken">Stops the reading of what else it says.</param>
    /// <returns>One sentence for each cell in doubt.</returns>
    public static async Task<IReadOnlyList<string>> OfAsync(string run, IReadOnlyList<RequestRecord> records, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(run))
        {
            return [];
        }

        return [.. BenchmarkReport.From(records, RunCounts.AddTo(new ReportOptions { Resamples = Resamples }, await DescriptionAsync(run, cancellationToken).ConfigureAwait(false))).Findings
            .Where(finding => finding.Severity == FindingSeverity.Warning && Kinds.Contains(finding.Kind)).Select(finding => $"{run}: {finding.Configuration} {finding.Workload}: {finding.Text}")];
    }

    private static async Task<JsonObject> DescriptionAsync(string run, CancellationToken cancellationToken)
    {
        try
        {
            return await RunFile.ReadAsync(Path.Combine(run, "run.json"), cancellationToken).ConfigureAwait(false) ?? [];
        }
        catch (BenchmarkException)
        {
            // The differences between the runs tell of it; the records alone can be compared too.
            return [];
        }
    }
}
