using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>The statistics against tables and cases that can be checked by hand.</summary>
public sealed class StatisticsTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData(0.95, 1, 12.706)]
    [InlineData(0.95, 2, 4.303)]
    [InlineData(0.95, 9, 2.262)]
    [InlineData(0.95, 30, 2.042)]
    [InlineData(0.99, 5, 4.032)]
    [InlineData(0.95, 1_000_000, 1.961)]
    public void The_quantiles_of_t_are_those_of_the_table(double confidence, int degrees, double quantile)
    {
        Assert.Equal(quantile, StudentT.Quantile(confidence, degrees), 0.0006);
    }

    [Fact(Timeout = Limit)]
    public void One_prompt_gives_a_figure_and_says_nothing_of_its_spread()
    {
        var interval = new ClusterBootstrap(400, 1, 0.95).Of(LogOfSums.Ratio([30], [10]));

        Assert.Equal(3.0, interval.Estimate);
        Assert.False(interval.IsBounded);
    }

    [Fact(Timeout = Limit)]
    public void Prompts_that_are_all_alike_have_no_spread()
    {
        var interval = new ClusterBootstrap(400, 1, 0.95).Of(LogOfSums.Ratio([.. Enumerable.Repeat(30.0, 20)], [.. Enumerable.Repeat(10.0, 20)]));

        Assert.Equal((3, 3, 3), (interval.Estimate, interval.Low, interval.High), (left, right) => Math.Abs(left.Item1 - right.Item1) + Math.Abs(left.Item2 - right.Item2) + Math.Abs(left.Item3 - right.Item3) < 1e-9);
    }

    [Fact(Timeout = Limit)]
    public void Sums_that_divide_evenly_give_a_whole_number_to_the_last_digit()
    {
        for (var numerator = 1; numerator <= 200; numerator++)
        {
            for (var factor = 1; factor <= 20; factor++)
            {
                double[] tokens = [numerator * factor * 0.5, numerator * factor * 0.5], steps = [factor * 0.5, factor * 0.5];
                var interval = new ClusterBootstrap(20, 1, 0.95).Of(LogOfSums.Ratio(tokens, steps));
                Assert.Equal((double)numerator, interval.Estimate);
                Assert.InRange(interval.Estimate, interval.Low, interval.High);
                Assert.Equal(1.0, new ClusterBootstrap(20, 1, 0.95).Of(LogOfSums.PairedRatio(tokens, steps, tokens, steps)).Estimate);
            }
        }
    }

    [Fact(Timeout = Limit)]
    public void Repeating_every_prompt_ten_times_makes_no_interval_narrower()
    {
        var records = RandomRecords.Draw(5).Where(record => record is { Configuration: "8,3,1,4", Workload: "gsm8k", Session: 0, Sample: 0 }).ToList();
        var repeated = Enumerable.Range(0, 10).SelectMany(sample => records.Select(record => record with { Sample = sample }));

        var once = BenchmarkReport.From(records).Find("8,3,1,4", "gsm8k")!.AcceptLength!.Value;
        var often = BenchmarkReport.From(repeated).Find("8,3,1,4", "gsm8k")!.AcceptLength!.Value;

        Assert.Equal(once.Low, often.Low, 1e-9);
        Assert.Equal(once.High, often.High, 1e-9);
    }

    [Fact(Timeout = Limit)]
    public void Steps_that_resemble_each_other_within_a_prompt_count_as_fewer()
    {
        double[] trials = [.. Enumerable.Repeat(100.0, 20)];
        var alike = ClusteredProportion.Of([.. Enumerable.Range(0, 20).Select(prompt => prompt % 2 == 0 ? 40.0 : 60)], trials, 0.95)!.Value;
        var independent = ClusteredProportion.Of([.. Enumerable.Repeat(50.0, 20)], trials, 0.95)!.Value;

        Assert.True(alike.High - alike.Low > 1.8 * (independent.High - independent.Low));
        Assert.Equal(0, ClusteredProportion.Of([0, 0, 0], [100, 100, 100], 0.95)!.Value.Low);
        Assert.Null(ClusteredProportion.Of([0], [0], 0.95));
    }

    [Fact(Timeout = Limit)]
    public void What_no_one_measured_is_unknown()
    {
        var cell = Assert.Single(BenchmarkReport.From([new() { Configuration = "8,3,1,4", Workload = "w", PromptId = "w/1", FinishedSeconds = 1 }]).Cells);

        Assert.Null(cell.AcceptLength);
        Assert.Null(cell.CompletionTokens);
        Assert.Null(cell.OutputThroughput);
        Assert.Null(cell.Latencies.TimeToFirstToken);
        Assert.Null(cell.Accuracy);
        Assert.Null(cell.Speedup);
        Assert.Null(cell.Goodput);
        Assert.Empty(cell.DraftPositions);
        Assert.Empty(BenchmarkReport.From([]).Cells);
    }

    [Fact(Timeout = 60_000)]
    public void An_accept_length_is_not_said_to_lie_where_no_verify_step_can_go()
    {
        // Eight short answers whose drafts are hardly accepted, and a long one that repeats itself.
        var records = Enumerable.Range(0, 9).Select(prompt => new RequestRecord
        {
            Configuration = "1,7,1,8", Workload = "mine", PromptId = $"mine/{prompt}", FinishedSeconds = 1,
            CompletionTokens = prompt == 8 ? 1_000 : 30, VerifySteps = prompt == 8 ? 126 : 25,
        });
        var cell = BenchmarkReport.From(records).Cells[0];
        Assert.Equal(8, cell.TokensPerVerifyStep!.Value.High);
        Assert.Equal(8 + (9 / 326.0), cell.AcceptLength!.Value.High, 9);
        Assert.InRange(cell.TokensPerVerifyStep.Value.Low, 1, cell.TokensPerVerifyStep.Value.Estimate);
    }
}
