using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>A limit that fails a build: <c>accept_length&lt;2.4</c>, or for one workload <c>gsm8k:speedup&lt;1.2</c>.</summary>
internal sealed partial class MetricLimit
{
    internal const string Goodput = "goodput";

    private static readonly Dictionary<string, Func<BenchmarkCell, double?>> OfCells = new(StringComparer.Ordinal)
    {
        ["accept_length"] = cell => cell.AcceptLength?.Estimate,
        ["tokens_per_verify_step"] = cell => cell.TokensPerVerifyStep?.Estimate,
        ["output_throughput"] = cell => cell.OutputThroughput?.Estimate,
        ["speedup"] = cell => cell.Speedup?.Overall.Estimate,
        ["accuracy"] = cell => cell.Accuracy?.Estimate,
        ["failed"] = cell => cell.Failed,
        [Goodput] = cell => cell.Goodput?.Share.Estimate,
        ["ttft_p50"] = cell => cell.Latencies.TimeToFirstToken?.P50Seconds,
        ["ttft_p99"] = cell => cell.Latencies.TimeToFirstToken?.P99Seconds,
        ["tpot_p50"] = cell => cell.Latencies.TimePerOutputToken?.P50Seconds,
        ["e2e_p99"] = cell => cell.Latencies.EndToEnd?.P99Seconds,
    };

    private static readonly Dictionary<string, Func<ComparedCell, double?>> OfComparisons = new(StringComparer.Ordinal)
    {
        ["accept_length_ratio"] = cell => cell.AcceptLengthRatio?.Estimate,
        ["speed_ratio"] = cell => cell.SpeedRatio?.Estimate,
    };

    private readonly string _text;
    private readonly string? _workload;
    private readonly string _metric;
    private readonly string _comparison;
    private readonly double _value;

    private MetricLimit(string text, string? workload, string metric, string comparison, double value) =>
        (_text, _workload, _metric, _comparison, _value) = (text, workload, metric, comparison, value);

    /// <summary>The one workload that it is for; null for all.</summary>
    public string? Workload => _workload;

    public string Metric => _metric;

    /// <summary>Whether it takes two runs.</summary>
    public bool IsOfComparison => OfComparisons.ContainsKey(_metric);

    /// <exception cref="FormatException">It is not of that shape; the message names the metrics.</exception>
    public static MetricLimit Parse(string text)
    {
        var match = Shape().Match(text);
        var metric = match.Groups["metric"].Value;
        return match.Success && (OfCells.ContainsKey(metric) || OfComparisons.ContainsKey(metric))
            ? new MetricLimit(text, match.Groups["workload"] is { Success: true } workload ? workload.Value : null, metric, match.Groups["comparison"].Value,
                double.Parse(match.Groups["value"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is no limit. Write accept_length<2.4, or for one workload gsm8k:accept_length<2.4. The metrics are {string.Join(", ", OfCells.Keys.Concat(OfComparisons.Keys))}.");
    }

    /// <summary>
    /// One sentence for each cell that breaks the limit. A limit that no cell could be held against is broken too, and so is one
    /// whose figure a cell has lost since the run before: a gate that checks nothing must not pass.
    /// </summary>
    public IReadOnlyList<string> Broken(BenchmarkReport report, BenchmarkComparison? comparison = null, BenchmarkReport? before = null)
    {
        var isOfCells = OfCells.TryGetValue(_metric, out var ofCell);
        var values = isOfCells
            ? report.Cells.Where(cell => cell.Category is null).Select(cell => (cell.Configuration, cell.Workload, Value: ofCell!(cell)))
            : (comparison?.Cells ?? []).Select(cell => (cell.Configuration, cell.Workload, Value: OfComparisons[_metric](cell)));
        var held = values.Where(cell => _workload is null || cell.Workload == _workload).ToList();
        return held.Exists(cell => cell.Value is not null)
            ? [.. held.Select(cell => cell.Value switch
            {
                { } value when IsBroken(value) => string.Create(CultureInfo.InvariantCulture, $"{_text}: {cell.Configuration} {cell.Workload} has {value:0.####}."),
                null when isOfCells && before?.Find(cell.Configuration, cell.Workload) is { } earlier && ofCell!(earlier) is not null => $"{_text}: {cell.Configuration} {cell.Workload} has this figure no more.",
                _ => null,
            }).OfType<string>()]
            : [$"{_text}: nothing has this figure."];
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
