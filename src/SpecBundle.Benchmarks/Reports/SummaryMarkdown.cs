using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Benchmarks;

/// <summary><c>summary.md</c>: the figures that answer whether the draft helps, for people.</summary>
internal static class SummaryMarkdown
{
    public static string Write(BenchmarkRun run, ModelPair? pair)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {pair?.Target.Repository ?? "Benchmark"}{(pair?.Draft is { } draft ? $" with {draft.Repository}" : "")}").AppendLine();
        var cells = run.Report.Cells.Where(cell => cell.Category is null).OrderBy(cell => cell.Workload, StringComparer.Ordinal).ToList();
        var hasGoodput = run.Report.ServiceLevels is not null;
        text.AppendLine(CultureInfo.InvariantCulture, $"| workload | configuration | requests | failed | accept length | tokens/s | speedup | TTFT p50 | TPOT p50 | accuracy |{(hasGoodput ? " goodput | good requests/s |" : "")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|---|---|---|---|---|---|---|---|{(hasGoodput ? "---|---|" : "")}");
        foreach (var cell in cells)
        {
            var goodput = hasGoodput ? $" {Text(cell.Goodput?.Share, "P0")} | {Text(cell.Goodput?.RequestsPerSecond, "F2")} |" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {cell.Workload} | {cell.Configuration} | {cell.Requests} | {cell.Failed} | {Text(cell.AcceptLength, "F2")} | {Text(cell.OutputThroughput, "F0")} | {Text(cell.Speedup?.Overall, "F2")} | {Milliseconds(cell.Latencies.TimeToFirstToken)} | {Milliseconds(cell.Latencies.TimePerOutputToken)} | {Text(cell.Accuracy, "P0")} |{goodput}");
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"In brackets the {run.Report.Confidence * 100:0.##} % interval: {Definitions.RatioInterval} (ratios), {Definitions.ShareInterval} (shares). Configurations are batch, steps, top-k, draft tokens. Accept length is {Definitions.AcceptLength}; speedup is {Definitions.Speedup}.");
        if (run.Report.ServiceLevels is { } levels)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Goodput is the share of requests with {Definitions.Text(levels)}.");
        }

        Section(text, "Best", run.Report.Best.Select(best => Best(best, run.Report)));
        Section(text, "What to know", run.Report.Findings.Select(finding => $"{finding.Severity}: {finding.Configuration} {finding.Workload}: {finding.Text}").Concat(run.Notes));
        Section(text, "Failed", run.Failures.Select(failure => $"{failure.Configuration}: {failure.Error.Message}"));
        return text.ToString();
    }

    /// <summary>One sentence about which configuration to take.</summary>
    public static string Best(BestConfiguration best, BenchmarkReport report)
    {
        // What the intervals do not cover takes their certainty away.
        var busy = report.Findings.Any(finding => finding.Kind == FindingKind.BusyMachine && finding.Workload == best.Workload) ? " on a busy machine" : "";
        return best.Indistinguishable.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{best.Workload} at batch {best.BatchSize}: {best.Configuration} {(busy.Length > 0 ? "was" : "is")} the fastest{busy}, {best.Lead.Estimate:F2} times as fast as {best.RunnerUp}.")
            : string.Create(CultureInfo.InvariantCulture, $"{best.Workload} at batch {best.BatchSize}: {best.Configuration} was the fastest{busy}, but {string.Join(", ", best.Indistinguishable)} can't be told from it on {best.Prompts} prompts.");
    }

    /// <summary>An estimate with its interval.</summary>
    public static string Text(ConfidenceInterval? interval, string format) => interval is not { } known
        ? "-"
        : known.IsBounded
            ? string.Create(CultureInfo.InvariantCulture, $"{known.Estimate.ToString(format, CultureInfo.InvariantCulture)} [{known.Low.ToString(format, CultureInfo.InvariantCulture)}, {known.High.ToString(format, CultureInfo.InvariantCulture)}]")
            : known.Estimate.ToString(format, CultureInfo.InvariantCulture);

    private static string Milliseconds(LatencySummary? latency) => latency is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{latency.P50Seconds * 1000:F1} ms");

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
            all.ForEach(line => text.AppendLine(CultureInfo.InvariantCulture, $"- {line}"));
        }
    }
}
