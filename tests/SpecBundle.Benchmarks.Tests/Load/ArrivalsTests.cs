using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>When requests of an open loop are due.</summary>
public sealed class ArrivalsTests
{
    private static readonly BenchmarkPrompt[] Prompts = [.. Enumerable.Range(0, 40_000).Select(i => new BenchmarkPrompt { Id = $"p/{i}", Turns = ["x"], ArrivalSeconds = i * 0.25 })];

    [Theory(Timeout = 60_000)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3)]
    public void Gamma_arrivals_have_the_rate_and_the_burstiness_that_was_asked_for(double burstiness)
    {
        var gaps = Gaps(Arrivals.Gamma(4, burstiness));
        var mean = gaps.Average();
        var variance = gaps.Average(gap => (gap - mean) * (gap - mean));
        Assert.InRange(mean, 0.25 * 0.96, 0.25 * 1.04);
        Assert.InRange(mean * mean / variance, burstiness * 0.93, burstiness * 1.07);
    }

    [Fact(Timeout = 60_000)]
    public void Poisson_arrivals_are_memoryless_and_seeded()
    {
        var gaps = Gaps(Arrivals.Poisson(10));
        Assert.InRange(gaps.Average(), 0.097, 0.103);
        Assert.InRange(gaps.Count(gap => gap > 0.1) / (double)gaps.Length, 0.36, 0.376);
        Assert.Equal(Arrivals.Poisson(10).Times(Prompts, 1, 5), Arrivals.Poisson(10).Times(Prompts, 1, 5));
        Assert.NotEqual(Arrivals.Poisson(10).Times(Prompts, 1, 5), Arrivals.Poisson(10).Times(Prompts, 1, 6));
    }

    [Fact(Timeout = 60_000)]
    public void A_ramp_ends_at_another_rate_than_it_began_with()
    {
        var gaps = Gaps(Arrivals.Ramp(2, 20));
        Assert.InRange(1 / gaps.Take(2_000).Average(), 2, 2.9);
        Assert.InRange(1 / gaps.TakeLast(2_000).Average(), 18, 21.5);
    }

    [Fact(Timeout = 60_000)]
    public void A_trace_is_followed_and_nonsense_is_refused()
    {
        Assert.Equal(0.75, Arrivals.Trace.Times(Prompts, 1, 1)[3]);
        Assert.Equal([0, 0.5, 1], Arrivals.Constant(2).Times(Prompts[..3], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Arrivals.Constant(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Arrivals.Gamma(1, -1));
        Assert.Equal("gamma 2.5/s, burstiness 0.5", Arrivals.Gamma(2.5, 0.5).ToString());
    }

    [Fact(Timeout = 60_000)]
    public void A_trace_that_is_asked_twice_is_played_one_time_after_another() =>
        Assert.Equal([0, 0.25, 0.5, 0.75, 1, 1.25], Arrivals.Trace.Times(Prompts[..3], 2, 1));

    [Fact(Timeout = 60_000)]
    public void A_prompt_without_a_time_is_due_with_the_one_before_it_in_the_file()
    {
        BenchmarkPrompt[] prompts = [At("a", 3), At("b", null), At("c", 1), At("d", null)];
        var ordered = Arrivals.InOrder("mine", prompts);
        Assert.Equal(["c", "d", "a", "b"], ordered.Select(prompt => prompt.Id));
        Assert.Equal([1, 1, 3, 3], Arrivals.Trace.Times(ordered, 1, 1));
        Assert.Contains("mine", Assert.Throws<BenchmarkException>(() => Arrivals.InOrder("mine", [At("a", null)])).Message, StringComparison.Ordinal);
        Assert.Throws<BenchmarkException>(() => Arrivals.InOrder("mine", [At("a", -1)]));
        Assert.Throws<BenchmarkException>(() => Arrivals.InOrder("mine", [At("a", double.NaN)]));

        static BenchmarkPrompt At(string id, double? seconds) => new() { Id = id, Turns = ["x"], ArrivalSeconds = seconds };
    }

    private static double[] Gaps(Arrivals arrivals)
    {
        var times = arrivals.Times(Prompts, 1, 17);
        return [.. times.Skip(1).Zip(times, (later, earlier) => later - earlier)];
    }
}
