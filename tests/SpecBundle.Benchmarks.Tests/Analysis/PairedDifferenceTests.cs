using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>On the same prompts a difference shows that is far smaller than the prompts' own spread.</summary>
public sealed class PairedDifferenceTests
{
    private const int Limit = 60_000;
    private const int Runs = 2_000;
    private const int Prompts = 200;
    private const double PromptSpread = 0.1;

    [Theory(Timeout = Limit)]
    [InlineData(1.03, 0.93, 1.0)]
    [InlineData(1.0, 0.0, 0.07)]
    public void A_difference_of_three_percent_is_found_and_none_is_claimed_where_none_is(double ratio, double fewest, double most)
    {
        var traffic = new SimulatedTraffic(31);
        var noise = new Random(32);
        var (claimed, unpaired) = (0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var sample = traffic.Draw(Prompts);
            double[] faster = [.. sample.DraftSeconds.Select(seconds => seconds / ratio * Math.Exp(PromptSpread * Normal(noise)))];
            var bootstrap = new ClusterBootstrap(399, (ulong)run, 0.95);
            var paired = bootstrap.Of(new MeanOfLogs([.. sample.DraftSeconds.Zip(faster, (left, right) => Math.Log(left / right))]));
            claimed += paired.Contains(1) ? 0 : 1;
            if (run < 100)
            {
                unpaired += bootstrap.Of(LogOfSums.Ratio(sample.Tokens, faster)).Low > bootstrap.Of(LogOfSums.Ratio(sample.Tokens, sample.DraftSeconds)).High ? 1 : 0;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"ratio {ratio}: claimed in {100.0 * claimed / Runs:F2} % of the runs");
        Assert.InRange(claimed / (double)Runs, fewest, most);
        Assert.Equal(0, unpaired);
    }

    [Fact(Timeout = Limit)]
    public void Of_five_equal_configurations_hardly_ever_one_is_called_the_best()
    {
        const int Reports = 60;
        var claims = Enumerable.Range(0, Reports).Count(run => Best(run, 1).Indistinguishable.Count < 4);

        Assert.InRange(claims, 0, 8);
    }

    [Fact(Timeout = Limit)]
    public void A_configuration_that_is_a_tenth_faster_is_the_best_and_the_runner_up_is_told_from_it()
    {
        for (var run = 0; run < 10; run++)
        {
            var best = Best(run, 1.1);

            Assert.Equal("8,5,1,6", best.Configuration);
            Assert.True(best.IsRunnerUpDistinguishable);
            Assert.Empty(best.Indistinguishable);
        }
    }

    private static BestConfiguration Best(int seed, double ratio)
    {
        var sample = new SimulatedTraffic(seed).Draw(80);
        var noise = new Random(seed);
        var records = new[] { "8,5,1,6", "8,3,1,4", "8,4,1,5", "8,6,1,7", "8,7,1,8" }.SelectMany((configuration, index) => Enumerable.Range(0, 80).Select(prompt => new RequestRecord
        {
            Configuration = configuration, Workload = "gsm8k", PromptId = $"gsm8k/{prompt}", CompletionTokens = (int)sample.Tokens[prompt] + 1,
            FinishedSeconds = sample.DraftSeconds[prompt] / (index == 0 ? ratio : 1) * Math.Exp(0.05 * Normal(noise)),
        }));
        return Assert.Single(BenchmarkReport.From(records, new() { Resamples = 400 }).Best);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
