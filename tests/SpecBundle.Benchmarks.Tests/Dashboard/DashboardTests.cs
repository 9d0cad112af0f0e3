using System.Text.Json;
using System.Text.RegularExpressions;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

public sealed partial class DashboardTests
{
    private const string Hostile = "</script><img src=x onerror=alert(1)><!--";

    [Fact(Timeout = 60_000)]
    public Task A_page_without_a_run_shows_every_published_result()
    {
        using var data = DataOf(PageOf("published"));
        Assert.Equal(0, data.RootElement.GetProperty("runs").GetArrayLength());
        Assert.Equal(500, data.RootElement.GetProperty("published").EnumerateArray().Sum(pair => pair.GetProperty("rows").GetArrayLength()));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task A_page_holds_the_report_s_numbers_to_the_last_digit()
    {
        var report = Report(3);
        using var data = DataOf(PageOf("measured", Run(report)));
        var cells = data.RootElement.GetProperty("runs")[0].GetProperty("report").GetProperty("cells");
        Assert.Equal(report.Cells.Count, cells.GetArrayLength());
        foreach (var (cell, written) in report.Cells.Zip(cells.EnumerateArray()))
        {
            Same(cell.AcceptLength, written, "acceptLength");
            Same(cell.OutputThroughput, written, "outputThroughput");
            Same(cell.Accuracy, written, "accuracy");
            Assert.Equal(cell.DraftPositions.Count, written.GetProperty("draftPositions").GetArrayLength());
            if (cell.Latencies.EndToEnd is { } latency)
            {
                Assert.Equal(latency.P99Seconds, written.GetProperty("latencies").GetProperty("endToEnd").GetProperty("p99").GetDouble());
            }
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task Hostile_names_stay_text()
    {
        var records = RandomRecords.Draw(4).Select(record => record with { Category = Hostile, Workload = Hostile });
        var report = BenchmarkReport.From(records, new ReportOptions { Resamples = 200 });
        var page = PageOf("hostile", Run(report) with { Name = Hostile, Settings = [new(Hostile, Hostile)] });
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        using var data = DataOf(page);
        Assert.Equal(Hostile, data.RootElement.GetProperty("runs")[0].GetProperty("name").GetString());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task A_page_asks_the_network_for_nothing()
    {
        var page = PageOf("alone");
        Assert.DoesNotMatch(@"<(link|iframe|img|object|embed)\b|<script[^>]+src=|@import|url\(", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page[..page.IndexOf("<script", StringComparison.Ordinal)], StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task Two_runs_of_the_same_name_stay_two()
    {
        // One may be called "published" too: only the figures of the catalog are.
        using var data = DataOf(PageOf("several", Run(Report(3)), Run(Report(5)), Run(Report(6)) with { Name = "published", Notes = ["The prefix cache was not emptied."] }));
        Assert.Equal(["measured", "measured (2)", "published"], data.RootElement.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("name").GetString()));
        Assert.Equal(["The prefix cache was not emptied."], data.RootElement.GetProperty("runs")[2].GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task Every_script_of_the_page_s_folder_is_in_the_page_and_the_library_with_its_licence()
    {
        var page = PageOf("parts");
        var parts = typeof(Dashboard).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("dashboard/", StringComparison.Ordinal) && name != "dashboard/dashboard.html").ToList();
        Assert.True(parts.Count > 15);
        Assert.All(parts, part => Assert.Contains(PageParts.Read(part["dashboard/".Length..]), page, StringComparison.Ordinal));
        Assert.Contains("Permission is hereby granted, free of charge", page, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private static BenchmarkReport Report(int seed) => BenchmarkReport.From(RandomRecords.Draw(seed), new ReportOptions { Resamples = 200, Published = Catalog.Qwen3_30B.PublishedResults.Rows });

    private static DashboardRun Run(BenchmarkReport report) =>
        new() { Target = Catalog.Qwen3_30B.Target.Repository, Draft = Catalog.Qwen3_30B.Draft!.Repository, Report = report, Settings = [new("Seed of the simulated traffic", "3")] };

    // DASHBOARD_FOLDER keeps the pages, for eng/look-at-dashboard.
    private static string PageOf(string name, params IReadOnlyList<DashboardRun> runs)
    {
        using var writer = new StringWriter();
        Dashboard.Write(writer, runs);
        if (Environment.GetEnvironmentVariable("DASHBOARD_FOLDER") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.html"), writer.ToString());
        }

        return writer.ToString();
    }

    private static JsonDocument DataOf(string page) => JsonDocument.Parse(Data().Match(page).Groups[1].Value);

    private static void Same(ConfidenceInterval? expected, JsonElement cell, string name)
    {
        Assert.Equal(expected is not null, cell.TryGetProperty(name, out var written));
        if (expected is { } interval)
        {
            Assert.Equal(interval.Estimate, written[0].GetDouble());
            Assert.Equal(interval.IsBounded, written[2].ValueKind == JsonValueKind.Number);
            if (interval.IsBounded)
            {
                Assert.Equal(interval.High, written[2].GetDouble());
            }
        }
    }

    [GeneratedRegex("""<script type="application/json" id="data">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex Data();
}
