using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>What counts in a figure and what does not, each told by one request more or less.</summary>
public sealed class FigureBorderTests
{
    private const int Limit = 120_000;

    [Fact(Timeout = Limit)]
    public void The_fastest_configuration_is_that_of_half_the_prompts_at_least_and_the_next_is_the_runner_up()
    {
        var best = Assert.Single(BenchmarkReport.From([.. Records("1,0,0,0", 60, 1), .. Records("1,3,1,4", 60, 1.5), .. Records("1,5,1,6", 60, 1.2), .. Records("1,7,1,8", 29, 3)]).Best);
        Assert.Equal(("1,3,1,4", "1,5,1,6", 60), (best.Configuration, best.RunnerUp, best.Prompts));
        Assert.Equal(1.25, best.Lead.Estimate, 9);
        Assert.Equal("1,7,1,8", Assert.Single(BenchmarkReport.From([.. Records("1,0,0,0", 60, 1), .. Records("1,7,1,8", 30, 3)]).Best).Configuration);
    }

    [Fact(Timeout = Limit)]
    public void A_lead_that_chance_would_give_as_well_is_said_to_be_none()
    {
        var best = Assert.Single(BenchmarkReport.From([.. Records("1,0,0,0", 20, 1), .. Records("1,3,1,4", 20, 1.01, noise: 0.3)]).Best);
        Assert.Equal(["1,0,0,0"], best.Indistinguishable);
        Assert.False(best.IsRunnerUpDistinguishable);
    }

    [Fact(Timeout = Limit)]
    public void The_more_are_compared_the_surer_a_lead_must_be()
    {
        var two = Assert.Single(BenchmarkReport.From([.. Records("1,0,0,0", 20, 1), .. Records("1,3,1,4", 20, 1.3, noise: 0.2)]).Best).Lead;
        var four = Assert.Single(BenchmarkReport.From([.. Records("1,0,0,0", 20, 1), .. Records("1,3,1,4", 20, 1.3, noise: 0.2), .. Records("1,5,1,6", 20, 0.9), .. Records("1,7,1,8", 20, 0.8)]).Best).Lead;
        Assert.Equal(two.Estimate, four.Estimate, 9);
        Assert.True(four.Low < two.Low && four.High > two.High);
    }

    [Fact(Timeout = Limit)]
    public void Wall_time_counts_from_the_moment_the_first_request_was_due()
    {
        var records = Records("1,0,0,0", 10, 1).Select(record => record with { DueSeconds = record.SentSeconds - 3 }).ToList();
        Assert.Equal(records[^1].FinishedSeconds + 3, BenchmarkReport.From(records).Cells[0].WallSeconds!.Value, 9);
    }

    [Fact(Timeout = Limit)]
    public void An_answer_of_one_token_has_no_time_per_token_to_break()
    {
        var levels = new ReportOptions { ServiceLevels = new() { TimePerOutputToken = TimeSpan.FromMilliseconds(50) } };
        Goodput? Of(Func<RequestRecord, RequestRecord> change) => BenchmarkReport.From(Records("1,0,0,0", 12, 1).Select((record, index) => index == 0 ? change(record) : record), levels).Cells[0].Goodput;
        Assert.Equal(12, Of(record => record with { CompletionTokens = 1 })!.Good);
        Assert.Equal(11, Of(record => record with { FinishedSeconds = record.FinishedSeconds + 100 })!.Good);
        Assert.Equal(11, Of(record => record with { Error = "Gone." })!.Good);
        Assert.Null(Of(record => record with { FirstTokenSeconds = null }));
    }

    [Theory(Timeout = Limit)]
    [InlineData(100, 100, "length", "length", true)]
    [InlineData(100, 200, "stop", "stop", true)]
    [InlineData(100, 200, "length", "stop", false)]
    [InlineData(100, 200, "stop", "length", false)]
    public void Two_answers_are_of_the_same_question_where_no_limit_cut_either(int limit, int otherLimit, string finish, string otherFinish, bool isSame)
    {
        var cell = BenchmarkComparison.Of(Records("1,0,0,0", 12, 1).Select(record => record with { MaxNewTokens = limit, FinishReason = finish }), Records("1,0,0,0", 12, 1).Select(record => record with { MaxNewTokens = otherLimit, FinishReason = otherFinish })).Cells[0];
        Assert.Equal(isSame ? (12, 0) : (0, 12), (cell.Prompts, cell.OtherPrompts));
    }

    [Theory(Timeout = Limit)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void Acceptance_along_the_output_is_of_answers_whose_first_chunk_is_the_prefills_token(int first, int stretches)
    {
        var record = Records("1,3,1,4", 1, 1)[0] with { VerifySteps = 2, ChunkTokens = [first, 3, 2], ChunkSeconds = [0.1, 0.2, 0.3] };
        Assert.Equal(stretches, BenchmarkReport.From([record]).Cells[0].OutputPositions.Count);
    }

    [Fact(Timeout = Limit)]
    public void A_latency_is_written_in_milliseconds() => Assert.Equal("100.0 ms", BenchmarkMetrics.All.First(metric => metric.Id == "ttft").TextOf(BenchmarkReport.From(Records("1,0,0,0", 3, 1)).Cells[0]));

    [Fact(Timeout = Limit)]
    public void A_comparison_tells_before_and_after_apart()
    {
        var cell = BenchmarkComparison.Of(Records("1,3,1,4", 12, 1), Records("1,3,1,4", 12, 1).Select(record => record with { VerifySteps = 40 })).Cells[0];
        Assert.Equal((2, 2.5, 1.25), (cell.AcceptLengthBefore!.Value, cell.AcceptLengthAfter!.Value, Math.Round(cell.AcceptLengthRatio!.Value.Estimate, 9)));
    }

    [Fact(Timeout = Limit)]
    public void A_score_that_comes_later_supersedes_nothing_and_a_request_of_another_session_does()
    {
        var record = Records("1,0,0,0", 1, 1)[0];
        Assert.Equal(0, BenchmarkReport.From([record, record with { Correct = true }]).Superseded);
        Assert.Equal(1, BenchmarkReport.From([record with { Error = "Gone." }, record with { Session = 1 }]).Superseded);
    }

    [Theory(Timeout = Limit)]
    [InlineData("failed<0", false)]
    [InlineData("failed<=0", true)]
    [InlineData("failed>0", false)]
    [InlineData("failed>=0", true)]
    [InlineData("requests<12", false)]
    [InlineData("requests>12", false)]
    [InlineData("requests<12.5", true)]
    public void A_limit_is_broken_by_the_whole_cell_and_at_its_border_only_where_it_says_so(string limit, bool isBroken) =>
        Assert.Equal(isBroken ? 1 : 0, MetricLimit.Parse(limit).Broken(BenchmarkReport.From(Records("1,0,0,0", 12, 1).Select((record, index) => record with { Category = index < 3 ? "short" : "long" }))).Count);

    [Fact(Timeout = Limit)]
    public void A_figure_that_was_there_before_and_is_no_more_breaks_its_limit()
    {
        IReadOnlyList<RequestRecord> now = [.. Records("1,3,1,4", 12, 1).Select(record => record with { VerifySteps = null }), .. Records("8,3,1,4", 12, 1)];
        var (limit, report) = (MetricLimit.Parse("accept_length<1"), BenchmarkReport.From(now));
        Assert.Equal(["accept_length<1: 1,3,1,4 gsm8k has this figure no more."], limit.Broken(report, null, BenchmarkReport.From(Records("1,3,1,4", 12, 1))));
        Assert.Empty(limit.Broken(report, null, BenchmarkReport.From(now)));
        Assert.Empty(limit.Broken(report));
    }

    private static List<RequestRecord> Records(string configuration, int prompts, double speed, double noise = 0) => [.. Enumerable.Range(0, prompts).Select(index => new RequestRecord
    {
        Configuration = configuration, Workload = "gsm8k", PromptId = $"gsm8k/{index}", DueSeconds = index * 10, SentSeconds = index * 10, FirstTokenSeconds = (index * 10) + 0.1,
        FinishedSeconds = (index * 10) + (2 / speed * (1 + (index % 2 == 0 ? noise : -noise))), CompletionTokens = 100, VerifySteps = configuration[2] == '0' ? null : 50,
    })];
}
