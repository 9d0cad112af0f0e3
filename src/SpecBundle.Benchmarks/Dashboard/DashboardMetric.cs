using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>A metric as the page draws and tells it: latencies in milliseconds, shares in percent.</summary>
internal sealed record DashboardMetric
{
    private const string Percent = "%";
    private const string Milliseconds = "ms";

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Unit { get; init; }

    public required string Text { get; init; }

    public required string Better { get; init; }

    public int Digits { get; init; }

    public bool IsMinor { get; init; }

    public bool IsCount { get; init; }

    public double? Reference { get; init; }

    public bool IsLatency { get; init; }

    public static DashboardMetric Of(BenchmarkMetric metric) => new()
    {
        Id = metric.Id,
        Name = metric.Name,
        Unit = metric.Unit switch { "share" => Percent, "s" => Milliseconds, var unit => unit },
        Text = metric.Definition,
        Better = metric.IsHigherBetter switch { true => "Higher is better.", false => "Lower is better.", null => "" },
        Digits = metric.Digits,
        IsMinor = metric.IsMinor,
        IsCount = metric.IsCount,
        Reference = metric.Neutral,
        IsLatency = metric.IsLatency,
    };

    /// <summary>The figures of a cell by the ids of the metrics, in the units of the page; what is not known is left out.</summary>
    public static Dictionary<string, ConfidenceInterval> FiguresOf(BenchmarkCell cell, IEnumerable<BenchmarkMetric> metrics)
    {
        var figures = new Dictionary<string, ConfidenceInterval>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            var factor = metric.Unit switch { "share" => 100, "s" => 1000, _ => 1 };
            if ((metric.IntervalOf(cell) ?? (metric.ValueOf(cell) is { } value ? ConfidenceInterval.Of(value, double.NaN, double.NaN) : null)) is { } figure)
            {
                figures[metric.Id] = factor == 1 ? figure : ConfidenceInterval.Of(Rounded(figure.Estimate * factor), Rounded(figure.Low * factor), Rounded(figure.High * factor));
            }
        }

        return figures;
    }

    /// <summary>The latencies of a cell by the ids of the metrics, in seconds; what is not known is left out.</summary>
    public static Dictionary<string, LatencySummary> LatenciesOf(BenchmarkCell cell, IEnumerable<BenchmarkMetric> metrics) =>
        metrics.Where(metric => metric.IsLatency && metric.Latency!(cell) is not null).ToDictionary(metric => metric.Id, metric => metric.Latency!(cell)!, StringComparer.Ordinal);

    // A share of 0.57 is 57 %, not 56.99999999999999.
    private static double Rounded(double value) => value == 0 || !double.IsFinite(value) ? value : double.Parse(value.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
