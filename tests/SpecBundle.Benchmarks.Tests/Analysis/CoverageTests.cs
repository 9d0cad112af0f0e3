using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A 95 % interval that covers the truth in 93 to 97 of a hundred runs is what a report may call one.</summary>
public sealed class CoverageTests
{
    private const int Limit = 60_000;
    private const int Runs = 2_000;
    private const int Resamples = 399;

    // Fewer runs tell the share less exactly.
    private static readonly int SimulatedRuns = Soak.Draws(brief: 500, full: Runs);
    private static readonly double Tolerance = SimulatedRuns < Runs ? 0.03 : 0.02;

    [LongForm]
    [Theory(Timeout = Limit)]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(200)]
    public void Intervals_cover_the_true_figures_of_skewed_traffic(int prompts)
    {
        var traffic = new SimulatedTraffic(1000 + prompts);
        var names = new[] { "accept length", "throughput", "overall speedup", "speedup per prompt" };
        var truths = new[] { SimulatedTraffic.AcceptLength, traffic.Throughput, traffic.OverallSpeedup, traffic.TypicalSpeedup };
        var covered = new int[names.Length];
        for (var run = 0; run < SimulatedRuns; run++)
        {
            var intervals = Intervals(traffic.Draw(prompts), run);
            for (var figure = 0; figure < covered.Length; figure++)
            {
                covered[figure] += intervals[figure].Contains(truths[figure]) ? 1 : 0;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join("; ", names.Select((name, index) => $"{name} {100.0 * covered[index] / SimulatedRuns:F2} %")));
        Assert.All(covered, count => Assert.InRange(count / (double)SimulatedRuns, 0.95 - Tolerance, 0.95 + Tolerance));
    }

    [Theory(Timeout = Limit)]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(200)]
    public void Intervals_cover_the_true_acceptance_of_a_position(int prompts)
    {
        var traffic = new SimulatedTraffic(2000 + prompts);
        var covered = 0;
        for (var run = 0; run < Runs; run++)
        {
            var (accepted, reached) = traffic.DrawPosition(prompts);
            covered += ClusteredProportion.Of(accepted, reached, 0.95)!.Value.Contains(0.8) ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"position {100.0 * covered / Runs:F2} %");
        Assert.InRange(covered / (double)Runs, 0.93, 0.97);
    }

    private static ConfidenceInterval[] Intervals(SimulatedTraffic.Sample sample, int seed)
    {
        var bootstrap = new ClusterBootstrap(Resamples, (ulong)seed, 0.95);
        return
        [
            bootstrap.Of(LogOfSums.Ratio(sample.Tokens, sample.Steps)),
            bootstrap.Of(LogOfSums.Ratio(sample.Tokens, sample.DraftSeconds)),
            bootstrap.Of(LogOfSums.PairedRatio(sample.Tokens, sample.DraftSeconds, sample.Tokens, sample.PlainSeconds)),
            bootstrap.Of(new MeanOfLogs([.. sample.PlainSeconds.Zip(sample.DraftSeconds, (plain, draft) => Math.Log(plain / draft))])),
        ];
    }
}
