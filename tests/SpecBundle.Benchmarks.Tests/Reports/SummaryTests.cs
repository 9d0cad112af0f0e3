using System.Text.Json;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>The summaries of a run: what they say of figures, and how these were computed.</summary>
public sealed class SummaryTests
{
    private const int Limit = 30_000;

    private static readonly ServiceLevels Levels = new() { TimeToFirstToken = TimeSpan.FromMilliseconds(200), EndToEnd = TimeSpan.FromSeconds(1.5) };

    [Fact(Timeout = Limit)]
    public void The_json_has_goodput_positions_costs_and_how_they_were_computed()
    {
        using var summary = JsonDocument.Parse(Run(new ReportOptions { Confidence = 0.9, ServiceLevels = Levels }).ToJson(Catalog.Tiny));
        var root = summary.RootElement;
        Assert.Equal(0.9, root.GetProperty("confidence").GetDouble());
        Assert.Equal("completion tokens / verify steps", root.GetProperty("definitions").GetProperty("accept_length").GetString());
        Assert.Contains("bootstrap", root.GetProperty("definitions").GetProperty("interval_of_ratios").GetString(), StringComparison.Ordinal);
        Assert.Equal((0.2, JsonValueKind.Null, 1.5), (
            root.GetProperty("service_levels").GetProperty("time_to_first_token").GetDouble(),
            root.GetProperty("service_levels").GetProperty("time_per_output_token").ValueKind,
            root.GetProperty("service_levels").GetProperty("end_to_end").GetDouble()));
        var drafted = root.GetProperty("cells").EnumerateArray().Single(cell => cell.GetProperty("configuration").GetString() == "1,3,1,4");
        Assert.Equal(3, drafted.GetProperty("goodput").GetProperty("good").GetInt32());
        Assert.Equal(0.75, drafted.GetProperty("goodput").GetProperty("share").GetProperty("estimate").GetDouble());
        Assert.Equal(0, drafted.GetProperty("output_positions")[0].GetProperty("from_token").GetInt32());
        Assert.Equal(2.5, drafted.GetProperty("output_positions")[0].GetProperty("tokens_per_verify_step").GetProperty("estimate").GetDouble(), 6);
        Assert.InRange(drafted.GetProperty("client_share").GetDouble(), 0.009, 0.011);
        Assert.True(drafted.GetProperty("verify_step_seconds").GetDouble() > drafted.GetProperty("plain_step_seconds").GetDouble());
    }

    [Fact(Timeout = Limit)]
    public void Without_service_levels_there_is_no_goodput()
    {
        var run = Run(new ReportOptions());
        using var summary = JsonDocument.Parse(run.ToJson(null));
        Assert.Equal(JsonValueKind.Null, summary.RootElement.GetProperty("service_levels").ValueKind);
        Assert.Equal(JsonValueKind.Null, summary.RootElement.GetProperty("cells")[0].GetProperty("goodput").ValueKind);
        var text = run.ToMarkdown(null);
        Assert.Contains("the 95 % interval", text, StringComparison.Ordinal);
        Assert.DoesNotContain("oodput", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public void The_text_tells_goodput_beside_the_limits_that_it_was_counted_by()
    {
        var text = Run(new ReportOptions { Confidence = 0.9, ServiceLevels = Levels }).ToMarkdown(null);
        Assert.Contains("the 90 % interval", text, StringComparison.Ordinal);
        Assert.Contains("requests with TTFT of at most 200 ms, end to end of at most 1500 ms.", text, StringComparison.Ordinal);
        Assert.Matches(@"\| 1,3,1,4 \|.*\| 75 % \[\d+ %, \d+ %\] \| \d\.\d\d \[", text);
    }

    [Theory(Timeout = Limit)]
    [InlineData("goodput<0.9", true)]
    [InlineData("goodput<0.7", false)]
    [InlineData("mine:goodput<=0.75", true)]
    public void A_limit_of_goodput_holds_against_its_share(string text, bool isBroken)
    {
        var report = Run(new ReportOptions { ServiceLevels = Levels }).Report;
        Assert.Equal(isBroken, MetricLimit.Parse(text).Broken(report).Count > 0);
        Assert.Contains("nothing has this figure", Assert.Single(MetricLimit.Parse(text).Broken(Run(new ReportOptions()).Report)), StringComparison.Ordinal);
    }

    /// <summary>Four prompts in two configurations; the first prompt's first token is late in both.</summary>
    private static BenchmarkRun Run(ReportOptions options)
    {
        List<RequestRecord> records = [.. Enumerable.Range(0, 4).Select(i => Record("1,0,0,0", i, tokens: 1, stepSeconds: 0.02)), .. Enumerable.Range(0, 4).Select(i => Record("1,3,1,4", i, tokens: 2.5, stepSeconds: 0.025))];
        return new BenchmarkRun { Report = BenchmarkReport.From(records, options), Records = records };
    }

    private static RequestRecord Record(string configuration, int prompt, double tokens, double stepSeconds)
    {
        var (start, first) = (prompt * 2.0, (prompt * 2.0) + (prompt == 0 ? 0.3 : 0.1));
        int[] chunks = [1, .. tokens > 1 ? Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? 2 : 3) : Enumerable.Repeat(1, 40)];
        var end = first + ((chunks.Length - 1) * stepSeconds);
        return new RequestRecord
        {
            Configuration = configuration,
            Workload = "mine",
            PromptId = $"mine/{prompt}",
            DueSeconds = start,
            SentSeconds = start,
            FirstTokenSeconds = first,
            FinishedSeconds = end,
            ClientSeconds = (end - start) / 100,
            CompletionTokens = 41,
            VerifySteps = tokens > 1 ? 16 : null,
            AcceptedDrafts = tokens > 1 ? 24 : null,
            ProposedDrafts = tokens > 1 ? 48 : null,
            AcceptHistogram = tokens > 1 ? [0, 8, 8, 0] : null,
            ChunkSeconds = [.. chunks.Select((_, i) => first + (i * stepSeconds))],
            ChunkTokens = chunks,
            Output = "x",
        };
    }
}
