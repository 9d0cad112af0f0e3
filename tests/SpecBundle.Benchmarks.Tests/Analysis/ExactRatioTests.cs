using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A ratio of whole numbers is written as it is.</summary>
public sealed class ExactRatioTests
{
    [Fact(Timeout = 120_000)]
    public void Every_accept_length_that_is_a_whole_number_or_a_half_is_written_as_one()
    {
        for (var halves = 2; halves <= 16; halves++)
        {
            foreach (var prompts in (int[])[1, 2, 7, 12, 30])
            {
                var records = Enumerable.Range(1, prompts).Select(prompt => Record("1,8,1,9", prompt, tokens: halves * prompt, steps: 2 * prompt, seconds: 2));
                var cell = Assert.Single(BenchmarkReport.From(records).Cells);
                var length = cell.AcceptLength!.Value;
                Assert.Equal(halves / 2.0, length.Estimate);
                Assert.True(length.Contains(length.Estimate), $"{length.Low} {length.Estimate} {length.High}");
            }
        }
    }

    [Fact(Timeout = 120_000)]
    public void So_are_speedups_and_throughputs()
    {
        var records = Enumerable.Range(1, 12).SelectMany(prompt => (RequestRecord[])[Record("1,0,0,0", prompt, 10 * prompt, null, seconds: 3), Record("1,3,1,4", prompt, 10 * prompt, 4 * prompt, seconds: 1)]).ToList();
        var cell = BenchmarkReport.From(records).Find("1,3,1,4", "mine")!;
        Assert.Equal((3.0, 2.5), (cell.Speedup!.Overall.Estimate, cell.AcceptLength!.Value.Estimate));
        Assert.Equal(780.0 / 12, cell.OutputThroughput!.Value.Estimate);
    }

    private static RequestRecord Record(string configuration, int prompt, int tokens, int? steps, double seconds) => new()
    {
        Configuration = configuration, Workload = "mine", PromptId = $"mine/{prompt}", SentSeconds = seconds * (prompt - 1), DueSeconds = seconds * (prompt - 1), FinishedSeconds = seconds * prompt,
        CompletionTokens = tokens, VerifySteps = steps, Output = "",
    };
}
