using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>A limit that fails a build: <c>accept_length&lt;2.4</c>, or for one workload <c>gsm8k:speedup&lt;1.2</c>.</summary>
public sealed partial class MetricLimit
{
    private static readonly Dictionary<string, Func<LatencySummary, double>> Percentiles = new(StringComparer.Ordinal)
    {
        ["mean"] = latency => latency.MeanSeconds,
        ["p50"] = latency => latency.P50Seconds,
        ["p90"] = latency => latency.P90Seconds,
        ["p95"] = latency => latency.P95Seconds,
        ["p99"] = latency => latency.P99Seconds,
        ["max"] = latency => latency.MaxSeconds,
    };

    private readonly string _text;
    private readonly BenchmarkMetric? _metric;
    private readonly ComparisonMetric? _ratio;
    private readonly Func<BenchmarkCell, double?> _ofCell;
    private readonly string _comparison;
    private readonly double _value;

    private MetricLimit(string text, string? workload, (BenchmarkMetric? Metric, ComparisonMetric? Ratio, Func<BenchmarkCell, double?> OfCell) found, string comparison, double value) =>
        (_text, Workload, _metric, _ratio, _ofCell, _comparison, _value) = (text, workload, found.Metric, found.Ratio, found.OfCell, comparison, value);

    /// <summary>The one workload that it is for; null for all.</summary>
    public string? Workload { get; }

    /// <summary>The metric's name, of a latency without its percentile.</summary>
    public string Metric => _metric?.Id ?? _ratio!.Id;

    /// <summary>Whether it takes two runs (<see cref="ComparisonMetrics"/>).</summary>
    public bool IsOfComparison => _ratio is not null;

    /// <summary>Whether the report needs <see cref="ReportOptions.ServiceLevels"/> for it.</summary>
    public bool NeedsServiceLevels => _metric is { NeedsServiceLevels: true };

    /// <summary>Reads a limit: a metric of <see cref="BenchmarkMetrics"/> or <see cref="ComparisonMetrics"/>, one of &lt;, &lt;=, &gt; and &gt;=, and a number in the metric's unit.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The limit.</returns>
    /// <exception cref="FormatException">It is not of that shape; the message names the metrics.</exception>
    public static MetricLimit Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text, BenchmarkMetrics.All);
    }

    internal static MetricLimit Parse(string text, IReadOnlyList<BenchmarkMetric> metrics)
    {
        var match = Shape().Match(text);
        return match.Success && Find(match.Groups["metric"].Value, metrics) is { } found
            ? new MetricLimit(text, match.Groups["workload"] is { Success: true } workload ? workload.Value : null, found, match.Groups["comparison"].Value,
                double.Parse(match.Groups["value"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is no limit. Write accept_length<2.4, or for one workload gsm8k:accept_length<2.4. {Help(metrics)}");
    }

    /// <summary>
    /// Holds a report against the limit. A limit that no cell could be held against is broken too, and so is one whose figure a
    /// cell has lost since the run before: a gate that checks nothing must not pass.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="comparison">The comparison with the run before, for a metric that takes two runs; null without one.</param>
    /// <param name="before">The report of the run before; null without one.</param>
    /// <returns>One sentence for each cell that breaks the limit; empty where it is kept.</returns>
    public IReadOnlyList<string> Broken(BenchmarkReport report, BenchmarkComparison? comparison = null, BenchmarkReport? before = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var values = _ratio is null
            ? report.Cells.Where(cell => cell.Category is null).Select(cell => (cell.Configuration, cell.Workload, Value: _ofCell(cell)))
            : (comparison?.Cells ?? []).Select(cell => (cell.Configuration, cell.Workload, Value: _ratio.IntervalOf(cell)?.Estimate));
        var held = values.Where(cell => Workload is null || cell.Workload == Workload).ToList();
        return held.Exists(cell => cell.Value is not null)
            ? [.. held.Select(cell => cell.Value switch
            {
                { } value when IsBroken(value) => string.Create(CultureInfo.InvariantCulture, $"{_text}: {cell.Configuration} {cell.Workload} has {value:0.####}."),
                null when _ratio is null && before?.Find(cell.Configuration, cell.Workload) is { } earlier && _ofCell(earlier) is not null => $"{_text}: {cell.Configuration} {cell.Workload} has this figure no more.",
                _ => null,
            }).OfType<string>()]
            : [$"{_text}: nothing has this figure."];
    }

    /// <summary>The limit as it was written.</summary>
    /// <returns>For example <c>accept_length&lt;2.4</c>.</returns>
    public override string ToString() => _text;

    /// <summary>The names that a limit can have.</summary>
    internal static string Help(IReadOnlyList<BenchmarkMetric> metrics) =>
        $"The metrics are {string.Join(", ", metrics.Select(metric => metric.IsLatency ? $"{metric.Id}_p50" : metric.Id).Concat(ComparisonMetrics.All.Select(metric => metric.Id)))}; of a latency also _mean, _p90, _p95, _p99 and _max, in seconds.";

    private static (BenchmarkMetric?, ComparisonMetric?, Func<BenchmarkCell, double?>)? Find(string name, IReadOnlyList<BenchmarkMetric> metrics)
    {
        if (ComparisonMetrics.All.FirstOrDefault(metric => metric.Id == name) is { } ratio)
        {
            return (null, ratio, _ => null);
        }

        if (metrics.FirstOrDefault(metric => metric.Id == name && !metric.IsLatency) is { } plain)
        {
            return (plain, null, plain.ValueOf);
        }

        var mark = name.LastIndexOf('_');
        return mark > 0 && Percentiles.TryGetValue(name[(mark + 1)..], out var percentile) && metrics.FirstOrDefault(metric => metric.Id == name[..mark] && metric.IsLatency) is { Latency: { } latency } found
            ? (found, null, cell => latency(cell) is { } summary ? percentile(summary) : null)
            : null;
    }

    private bool IsBroken(double value) => _comparison switch
    {
        "<" => value < _value,
        "<=" => value <= _value,
        ">" => value > _value,
        _ => value >= _value,
    };

    [GeneratedRegex(@"^\s*(?:(?<workload>[^:<>=\s]+):)?(?<metric>[a-z0-9_]+)\s*(?<comparison><=|>=|<|>)\s*(?<value>-?\d+(?:\.\d+)?)\s*$")]
    private static partial Regex Shape();
}
