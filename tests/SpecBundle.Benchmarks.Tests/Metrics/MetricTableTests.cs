using System.Text.Json;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>One table of metrics feeds whatever tells of them.</summary>
public sealed class MetricTableTests
{
    private const int Limit = 60_000;

    private static readonly BenchmarkMetric Luck = new()
    {
        Id = "luck", Name = "Luck", Unit = "clovers", Definition = "Clovers of four leaves a verify step.", Interval = _ => new ConfidenceInterval { Estimate = 4, Low = 3, High = 5 },
    };

    [Fact(Timeout = Limit)]
    public void Every_metric_is_in_the_json_the_text_the_limits_and_the_page_unless_its_row_says_otherwise() => EachIsTold(BenchmarkMetrics.All);

    [Fact(Timeout = Limit)]
    public void A_new_metric_is_one_row()
    {
        EachIsTold([.. BenchmarkMetrics.All, Luck]);
        Assert.Equal(MetricPlaces.None, Luck.HiddenIn);
    }

    [Fact(Timeout = Limit)]
    public void No_two_metrics_share_a_name_or_a_member()
    {
        Assert.Distinct(BenchmarkMetrics.All.Select(metric => metric.Id).Concat(ComparisonMetrics.All.Select(metric => metric.Id)));
        Assert.Distinct(BenchmarkMetrics.All.Where(metric => metric.IsIn(MetricPlaces.Json)).Select(metric => metric.Field));
        Assert.All(BenchmarkMetrics.All, metric => Assert.EndsWith(".", metric.Definition, StringComparison.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [InlineData("ttft_p95<0", "ttft")]
    [InlineData("mine:itl_max>=1.5", "itl")]
    [InlineData("speed_ratio<0.97", "speed_ratio")]
    public void A_limit_names_a_metric_and_of_a_latency_a_percentile(string text, string metric)
    {
        Assert.Equal((metric, text), (MetricLimit.Parse(text).Metric, MetricLimit.Parse(text).ToString()));
        Assert.Throws<FormatException>(() => MetricLimit.Parse(text.Replace(metric, "fortune", StringComparison.Ordinal)));
    }

    private static void EachIsTold(IReadOnlyList<BenchmarkMetric> metrics)
    {
        var options = new ReportOptions { Resamples = 200, ServiceLevels = new ServiceLevels { EndToEnd = TimeSpan.FromSeconds(3) } };
        var run = new BenchmarkRun { Report = BenchmarkReport.From(RandomRecords.Draw(4), options) };
        using var json = JsonDocument.Parse(SummaryJson.Write(run, null, metrics));
        var columns = SummaryMarkdown.Write(run, null, metrics).Split('\n').First(line => line.StartsWith("| workload", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
        var limits = MetricLimit.Help(metrics);
        using var page = JsonSerializer.SerializeToDocument(DashboardData.Of([new DashboardRun { Target = "t", Report = run.Report }], metrics), DashboardJson.Default.DashboardData);
        foreach (var metric in metrics)
        {
            var index = run.Report.Cells.ToList().FindIndex(cell => metric.ValueOf(cell) is not null);
            Assert.True(index >= 0, $"No cell of the simulated run has {metric.Id}, so that nothing is shown of it.");
            Assert.Equal(metric.IsIn(MetricPlaces.Json), ValueIn(json.RootElement.GetProperty("cells")[index], metric) is { } told && told == metric.ValueOf(run.Report.Cells[index]));
            Assert.Equal(metric.IsIn(MetricPlaces.Markdown), columns.Contains(metric.Heading));
            Assert.Contains(metric.IsLatency ? $" {metric.Id}_p50," : $" {metric.Id},", limits, StringComparison.Ordinal);
            Assert.Equal(metric.Id, MetricLimit.Parse($"{metric.Id}{(metric.IsLatency ? "_p99" : "")}<1", metrics).Metric);
            Assert.Equal(metric.IsIn(MetricPlaces.Page), page.RootElement.GetProperty("metrics").EnumerateArray().Any(row => row.GetProperty("id").GetString() == metric.Id));
            Assert.Equal(metric.IsIn(MetricPlaces.Page), page.RootElement.GetProperty("figures")[0][index].TryGetProperty(metric.Id, out _));
        }
    }

    private static double? ValueIn(JsonElement cell, BenchmarkMetric metric)
    {
        var member = cell;
        foreach (var name in (metric.IsIn(MetricPlaces.Json) ? metric.Field : "").Split('.'))
        {
            if (!member.TryGetProperty(name, out member))
            {
                return null;
            }
        }

        return member.ValueKind != JsonValueKind.Object ? member.GetDouble() : member.GetProperty(metric.IsLatency ? "p50" : "estimate").GetDouble();
    }
}
