using System.Reflection;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>All that the page knows.</summary>
internal sealed class DashboardData
{
    private readonly IReadOnlyList<BenchmarkMetric> _metrics;

    private DashboardData(IReadOnlyList<PublishedPair> published, IReadOnlyList<BenchmarkMetric> metrics) => (Published, _metrics) = (published, metrics);

    public IReadOnlyList<PublishedPair> Published { get; }

    /// <summary>Each with a name of its own: two of the same name would be taken for one.</summary>
    public required IReadOnlyList<DashboardRun> Runs
    {
        get;
        init
        {
            var named = new List<DashboardRun>();
            foreach (var run in value)
            {
                var name = run.Name;
                for (var number = 2; named.Exists(other => other.Name == name); number++)
                {
                    name = $"{run.Name} ({number})";
                }

                named.Add(run with { Name = name });
            }

            field = named;
        }
    }

    /// <summary>The metrics of the page.</summary>
    public IReadOnlyList<DashboardMetric> Metrics => [.. _metrics.Where(metric => metric.IsIn(MetricPlaces.Page)).Select(DashboardMetric.Of)];

    /// <summary>For each run and each cell of its report, the figures of the metrics.</summary>
    public IReadOnlyList<List<Dictionary<string, ConfidenceInterval>>> Figures => OfCells(DashboardMetric.FiguresOf);

    /// <summary>For each run and each cell of its report, the latencies.</summary>
    public IReadOnlyList<List<Dictionary<string, LatencySummary>>> Latencies => OfCells(DashboardMetric.LatenciesOf);

    public string PublishedSource { get; } = PublishedResults.Source;

    public string Version { get; } =
        typeof(DashboardData).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>The data of a page with these metrics.</summary>
    public static DashboardData Of(IReadOnlyList<DashboardRun> runs, IReadOnlyList<BenchmarkMetric> metrics) => new(PublishedPair.All(), metrics) { Runs = runs };

    private List<List<T>> OfCells<T>(Func<BenchmarkCell, IEnumerable<BenchmarkMetric>, T> of)
    {
        var shown = _metrics.Where(metric => metric.IsIn(MetricPlaces.Page)).ToList();
        return [.. Runs.Select(run => run.Report.Cells.Select(cell => of(cell, shown)).ToList())];
    }
}
