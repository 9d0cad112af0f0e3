using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Sampled speculation keeps the target's distribution, and the test would notice if it did not.</summary>
[LongForm]
public sealed class DistributionTests : IDisposable
{
    private const int NewTokens = 4;
    private const double Unlikely = 0.001;
    private static readonly int Draws = Soak.Draws(brief: 5_000, full: 20_000);
    private readonly RandomCheckpoint _checkpoint = RandomCheckpoint.WithGoodGuesses(seed: 4);

    public void Dispose() => _checkpoint.Dispose();

    [Theory(Timeout = 240_000)]
    [InlineData(3, 1, 4, 1.0, 1.0)]
    [InlineData(3, 4, 8, 0.8, 0.9)]
    public async Task Sampled_speculation_is_not_told_from_plain_sampling(int steps, int topK, int draftTokens, double temperature, double topP)
    {
        var sampling = new EngineSampling { Temperature = temperature, TopP = topP };
        var plain = await SampleAsync(0, 0, 0, sampling, firstSeed: 0, exact: true);
        var speculative = await SampleAsync(steps, topK, draftTokens, sampling, firstSeed: Draws, exact: true);
        Assert.InRange(speculative.AcceptedDrafts, Draws / 10, int.MaxValue);
        for (var position = 1; position < NewTokens; position++)
        {
            Assert.InRange(ChiSquare.BetweenSamples(At(plain, position), At(speculative, position)), Unlikely, 1);
        }

        // Two tokens together: what the first one was may not change what a draft makes of the second.
        Assert.InRange(ChiSquare.BetweenSamples(Pairs(plain), Pairs(speculative)), Unlikely, 1);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_rule_that_accepts_every_draft_among_the_targets_best_is_told_apart()
    {
        var sampling = new EngineSampling { Temperature = 1 };
        var plain = await SampleAsync(0, 0, 0, sampling, firstSeed: 0, exact: true);
        var wrong = await SampleAsync(3, 1, 4, sampling, firstSeed: Draws, exact: false);
        Assert.InRange(ChiSquare.BetweenSamples(At(plain, 1), At(wrong, 1)), 0, 1e-9);
    }

    private async Task<Sample> SampleAsync(int steps, int topK, int draftTokens, EngineSampling sampling, int firstSeed, bool exact)
    {
        var options = new EngineOptions
        {
            ModelPath = _checkpoint.Target,
            DraftModelPath = steps == 0 ? null : _checkpoint.Draft,
            NumSteps = steps,
            TopK = topK,
            NumDraftTokens = draftTokens,
        };
        await using var engine = EngineLoader.Load(options, null, vocabulary => exact ? new TargetRule(vocabulary) : new BestFewRule(vocabulary));
        var requests = Enumerable.Range(firstSeed, Draws).Select(seed => new EngineRequest(
            $"draw-{seed}", [5, 6, 7, 8], sampling with { MaxNewTokens = NewTokens, IgnoreEos = true, Seed = (ulong)seed }));
        var answers = await Answers.CollectAllAsync(engine, requests, TestContext.Current.CancellationToken);
        return new Sample([.. answers.Select(answer => answer.Tokens)], answers.Sum(answer => answer.Last.Speculation?.AcceptedDrafts ?? 0));
    }

    private static List<int> At(Sample sample, int position) => [.. sample.Answers.Select(answer => answer[position])];

    private static List<(int, int)> Pairs(Sample sample) => [.. sample.Answers.Select(answer => (answer[1], answer[2]))];

    private sealed record Sample(IReadOnlyList<IReadOnlyList<int>> Answers, int AcceptedDrafts);

    /// <summary>A wrong rule: whatever was drafted is accepted if it is among the target's best five.</summary>
    private sealed class BestFewRule(int vocabulary) : ITokenRule
    {
        private const int Few = 5;
        private readonly TargetRule _exact = new(vocabulary);

        public int Choose(ReadOnlySpan<float> logits, Sequence sequence, int node, int ahead)
        {
            var values = logits.ToArray();
            foreach (var drafted in sequence.Tree.Verified)
            {
                // Before the first step the tree is empty: its root has no children.
                if (sequence.CompletionTokens > 0 && drafted != 0 && sequence.Tree.Parent(drafted) == node && values.Count(value => value > values[sequence.Tree.Token(drafted)]) < Few)
                {
                    return sequence.Tree.Token(drafted);
                }
            }

            return _exact.Choose(logits, sequence, node, ahead);
        }
    }
}
