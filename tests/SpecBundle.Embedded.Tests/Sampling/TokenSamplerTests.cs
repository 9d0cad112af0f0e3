using CsCheck;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>The filters against the shortest way to write them down.</summary>
public sealed class TokenSamplerTests
{
    private const int Vocabulary = 24;
    private const int Draws = 400;
    private static readonly Gen<float[]> Logits = Gen.Int[-6, 6].Select(value => value / 2f).Array[Vocabulary];
    private static readonly TokenHistory NoHistory = new([], []);

    [Fact(Timeout = 60_000)]
    public void Greedy_takes_the_greatest() => Logits.Sample(logits =>
    {
        var expected = Array.IndexOf(logits, logits.Max());
        Assert.Equal(expected, Draw(logits, new EngineSampling { Temperature = 0 }, 1));
        Assert.Equal(expected, Draw(logits, new EngineSampling { TopK = 1 }, 1));
    }, iter: 200);

    [Fact(Timeout = 60_000)]
    public void What_the_filters_leave_is_drawn_and_nothing_else() =>
        Gen.Select(Logits, Gen.Int[-1, 8], Gen.OneOf([.. new[] { 0.05, 0.3, 0.8, 0.95, 1.0 }.Select(Gen.Const)]), Gen.OneOf([.. new[] { 0, 0.02, 0.2, 0.9 }.Select(Gen.Const)])).Sample((logits, topK, topP, minP) =>
        {
            var sampling = new EngineSampling { TopK = topK == 0 ? -1 : topK, TopP = topP, MinP = minP, Temperature = 0.7 };
            var allowed = Allowed(logits, sampling);
            var drawn = Enumerable.Range(0, Draws).Select(seed => Draw(logits, sampling, (ulong)seed)).ToHashSet();
            Assert.Subset(allowed.Keys.ToHashSet(), drawn);

            // What is likely enough to come up at least once in so many draws, does: the chance that it does not is below 1e-8.
            Assert.All(allowed.Where(entry => entry.Value > 0.05), entry => Assert.Contains(entry.Key, drawn));
        }, iter: 100);

    [Theory(Timeout = 60_000)]
    [InlineData(1.0, -1, 1.0, 0.0)]
    [InlineData(0.6, -1, 0.9, 0.0)]
    [InlineData(1.5, 7, 0.95, 0.05)]
    public void Draws_come_in_proportion(double temperature, int topK, double topP, double minP)
    {
        const int Many = 40_000;
        var random = new Random(5);
        var logits = Enumerable.Range(0, Vocabulary).Select(_ => (float)(random.NextDouble() * 4)).ToArray();
        var sampling = new EngineSampling { Temperature = temperature, TopK = topK, TopP = topP, MinP = minP };
        var counts = new int[Vocabulary];
        var sampler = new TokenSampler(Vocabulary);
        for (var seed = 0; seed < Many; seed++)
        {
            counts[sampler.Choose(logits, sampling, NoHistory, (ulong)seed, seed % 3)]++;
        }

        var expected = Allowed(logits, sampling);
        Assert.InRange(ChiSquare.AgainstProbabilities(counts, token => expected.GetValueOrDefault(token)), 0.001, 1);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.499, 0.0, 0)]
    [InlineData(1.0, 1.0)]
    public void A_filter_keeps_what_lies_on_its_border(double topP, double minP, params int[] alone)
    {
        // Two tokens share all there is.
        var logits = Enumerable.Range(0, Vocabulary).Select(token => token < 2 ? 0f : -10_000f).ToArray();
        var drawn = Enumerable.Range(0, Draws).Select(seed => Draw(logits, new EngineSampling { TopP = topP, MinP = minP }, (ulong)seed)).Distinct().Order();

        Assert.Equal(alone.Length > 0 ? alone : [0, 1], drawn);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(4, double.NegativeInfinity)]
    [InlineData(5, 0)]
    public void The_end_is_held_back_until_the_least_number_of_tokens_is_there(int position, double logit)
    {
        var logits = new double[Vocabulary];
        new TokenHistory([], [9]).Penalise(logits, new EngineSampling { MinNewTokens = 5 }, position);

        Assert.Equal(logit, logits[9]);
    }

    [Fact(Timeout = 60_000)]
    public void Penalties_change_the_logits_of_what_was_seen()
    {
        var history = new TokenHistory([3], [9]);
        history.Write(4);
        history.Write(4);
        var logits = new double[Vocabulary];
        (logits[3], logits[4], logits[5]) = (2, -1, 2);
        history.Penalise(logits, new EngineSampling { FrequencyPenalty = 0.5, PresencePenalty = 0.25, RepetitionPenalty = 2, MinNewTokens = 5 }, position: 2);
        Assert.Equal(1, logits[3]);
        Assert.Equal((-1 * 2) - (2 * 0.5) - 0.25, logits[4]);
        Assert.Equal(2, logits[5]);
        Assert.Equal(double.NegativeInfinity, logits[9]);
    }

    [Fact(Timeout = 60_000)]
    public void A_seed_and_a_position_give_one_draw_and_others_give_others()
    {
        var draws = new HashSet<double>();
        for (var seed = 0UL; seed < 100; seed++)
        {
            for (var position = 0; position < 100; position++)
            {
                Assert.Equal(SeededDraw.At(seed, position), SeededDraw.At(seed, position));
                Assert.InRange(SeededDraw.At(seed, position), 0, 0.9999999999999999);
                draws.Add(SeededDraw.At(seed, position));
            }
        }

        Assert.Equal(10_000, draws.Count);
    }

    private static int Draw(float[] logits, EngineSampling sampling, ulong seed) => new TokenSampler(Vocabulary).Choose(logits, sampling, NoHistory, seed, 0);

    /// <summary>The probabilities after softmax and filters; a token is there if all filters leave it.</summary>
    private static Dictionary<int, double> Allowed(float[] logits, EngineSampling sampling)
    {
        var highest = logits.Max();
        var weights = logits.Select(logit => Math.Exp((logit - highest) / sampling.Temperature)).ToArray();
        var probabilities = weights.Select(weight => weight / weights.Sum()).ToArray();
        var order = Enumerable.Range(0, Vocabulary).OrderByDescending(token => probabilities[token]).ThenBy(token => token).ToList();
        var kept = new Dictionary<int, double>();
        var before = 0.0;
        foreach (var (token, rank) in order.Select((token, rank) => (token, rank)))
        {
            var inTopK = sampling.TopK < 1 || rank < sampling.TopK;
            var inTopP = before <= sampling.TopP + 1e-12;
            var inMinP = probabilities[token] >= (sampling.MinP * probabilities[order[0]]) - 1e-15;
            if (inTopK && inTopP && inMinP)
            {
                kept[token] = probabilities[token];
            }

            before += probabilities[token];
        }

        var mass = kept.Values.Sum();
        return kept.ToDictionary(entry => entry.Key, entry => entry.Value / mass);
    }
}
