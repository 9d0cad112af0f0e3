using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Benchmarks;

/// <summary><c>summary.md</c>: the figures that answer whether the draft helps, for people.</summary>
internal static class SummaryMarkdown
{
    public static string Write(BenchmarkRun run, ModelPair? pair, IReadOnlyList<BenchmarkMetric> metrics)
    {
        var text = new StringBuilder();
        var (target, draft) = ServedPair.NamesOf(run.Served, pair?.Target.Repository, pair?.Draft?.Repository);
        text.AppendLine(CultureInfo.InvariantCulture, $"# {target ?? "Benchmark"}{(draft is null ? "" : $" with {draft}")}").AppendLine();
        if (run.Served is { } served)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Served: {served}.").AppendLine();
        }

        var cells = run.Report.Cells.Where(cell => cell.Category is null).OrderBy(cell => cell.Workload, StringComparer.Ordinal).ToList();
        var columns = metrics.Where(metric => metric.IsIn(MetricPlaces.Markdown) && (!metric.NeedsServiceLevels || run.Report.ServiceLevels is not null)).ToList();
        text.AppendLine(Row(["workload", "configuration", .. columns.Select(column => column.Heading)]));
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|{string.Concat(columns.Select(_ => "---|"))}");
        foreach (var cell in cells)
        {
            text.AppendLine(Row([cell.Workload, cell.Configuration, .. columns.Select(column => column.TextOf(cell))]));
        }

        var definitions = string.Join("; ", metrics.Where(metric => metric.ShortDefinition is not null && metric.IsIn(MetricPlaces.Markdown)).Select((metric, index) => $"{(index == 0 ? metric.Name : metric.Heading)} is {metric.ShortDefinition}"));
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"In brackets the {run.Report.Confidence * 100:0.##} % interval: {IntervalMethods.OfRatios} (ratios), {IntervalMethods.OfShares} (shares). Configurations are batch, steps, top-k, draft tokens. {definitions}.");
        if (run.Report.ServiceLevels is { } levels)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Goodput is the share of requests with {levels}.");
        }

        Section(text, "Best", run.Report.Best.Select(best => best.ToString()));
        Section(text, "What to know", run.Report.Findings.Select(finding => finding.ToString()).Concat(run.Notes));
        Section(text, "Failed", run.Failures.Select(failure => failure.ToString()));
        return text.ToString();
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

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
