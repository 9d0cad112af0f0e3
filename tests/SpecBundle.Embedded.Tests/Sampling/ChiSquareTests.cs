namespace SpeculativeDecoding.Tests;

/// <summary>The test that judges the sampling is judged itself: critical values from the tables, and samples made for it.</summary>
public sealed class ChiSquareTests
{
    [Fact(Timeout = 30_000)]
    public void Two_fair_coins_at_the_critical_value_have_one_chance_in_twenty()
    {
        // One degree of freedom: 3.841; counts of 1000 throws that give it are 500 +- 30.99.
        Assert.Equal(0.05, ChiSquare.AgainstProbabilities([50_310, 49_690], _ => 0.5), 0.001);
    }

    [Fact(Timeout = 30_000)]
    public void Samples_of_one_source_are_alike_and_of_two_are_not()
    {
        var random = new Random(3);
        int[] Sample(double bias) => [.. Enumerable.Range(0, 20_000).Select(_ => random.NextDouble() < bias ? 0 : random.Next(1, 12))];
        Assert.InRange(ChiSquare.BetweenSamples(Sample(0.3), Sample(0.3)), 0.001, 1);
        Assert.InRange(ChiSquare.BetweenSamples(Sample(0.3), Sample(0.34)), 0, 1e-6);
    }
}
