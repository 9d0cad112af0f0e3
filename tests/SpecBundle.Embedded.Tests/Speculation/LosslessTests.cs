using CsCheck;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Speculation may only change the speed: whatever the draft proposes, the tokens are those of plain decoding.</summary>
public sealed class LosslessTests : IDisposable
{
    private static readonly Gen<(int Steps, int TopK, int DraftTokens)> Shapes =
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 5], Gen.Int[2, 24]).Select((steps, topK, draftTokens) => (steps, topK, topK == 1 ? steps + 1 : draftTokens));

    private readonly RandomCheckpoint[] _checkpoints = [new(seed: 1, tied: true), new(seed: 2, tied: false), RandomCheckpoint.WithGoodGuesses(seed: 3)];

    public void Dispose() => Array.ForEach(_checkpoints, checkpoint => checkpoint.Dispose());

    [Theory(Timeout = 120_000)]
    [InlineData(1, 1, 2)]
    [InlineData(3, 1, 4)]
    [InlineData(7, 1, 8)]
    [InlineData(3, 4, 8)]
    [InlineData(2, 3, 12)]
    [InlineData(5, 2, 30)]
    public async Task Greedy_answers_are_those_of_plain_decoding(int steps, int topK, int draftTokens)
    {
        foreach (var checkpoint in _checkpoints)
        {
            await CompareAsync(checkpoint, Draft(checkpoint, steps, topK, draftTokens), seed: 7, sampling => sampling with { Temperature = 0 });
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData(3, 1, 4)]
    [InlineData(3, 4, 8)]
    public async Task Sampled_answers_with_a_seed_are_those_of_plain_decoding(int steps, int topK, int draftTokens)
    {
        foreach (var checkpoint in _checkpoints)
        {
            await CompareAsync(
                checkpoint,
                Draft(checkpoint, steps, topK, draftTokens),
                seed: 8,
                sampling => sampling with { Temperature = 0.8, TopP = 0.95, RepetitionPenalty = 1.1, FrequencyPenalty = 0.1, MinNewTokens = 5 });
        }
    }

    [LongForm]
    [Fact(Timeout = 600_000)]
    public async Task So_they_are_for_any_shape_any_cache_and_any_number_of_requests_at_once() =>
        await Gen.Select(Shapes, Gen.Int[0, 2], Gen.Int[110, 600], Gen.Int[1, 10], Gen.Bool, Gen.Int).SampleAsync(async (shape, checkpoint, tokens, running, withoutPrefixCache, seed) =>
        {
            var options = Draft(_checkpoints[checkpoint], shape.Steps, shape.TopK, shape.DraftTokens) with
            {
                MaxTotalTokens = tokens,
                MaxRunningRequests = running,
                DisablePrefixCache = withoutPrefixCache,
                Threads = 1 + (seed & 1),
            };
            await CompareAsync(_checkpoints[checkpoint], options, seed, sampling => sampling with { Temperature = seed % 3 == 0 ? 0.7 : 0 });
        }, iter: Soak.Rounds(brief: 10, full: 40), threads: 1);

    private static EngineOptions Draft(RandomCheckpoint checkpoint, int steps, int topK, int draftTokens) => new()
    {
        ModelPath = checkpoint.Target,
        DraftModelPath = checkpoint.Draft,
        NumSteps = steps,
        TopK = topK,
        NumDraftTokens = draftTokens,
        MaxTotalTokens = 700,
    };

    private static async Task CompareAsync(RandomCheckpoint checkpoint, EngineOptions options, int seed, Func<EngineSampling, EngineSampling> shape)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var requests = Requests(seed, shape).ToList();
        var plain = new List<Answer>();
        await using (var engine = EngineLoader.Load(new EngineOptions { ModelPath = checkpoint.Target, DisablePrefixCache = true, Threads = 1 }))
        {
            foreach (var request in requests)
            {
                plain.Add(await Answers.CollectAsync(engine, request, cancellationToken));
            }
        }

        await using (var engine = EngineLoader.Load(options))
        {
            var speculative = await Answers.CollectAllAsync(engine, requests, cancellationToken);
            Assert.Equal(plain.Select(answer => answer.Tokens), speculative.Select(answer => answer.Tokens));
            Assert.All(speculative, answer => answer.HoldsTogether(options.NumDraftTokens));

            // Now the prefix cache knows the prompts, or the last of them if it is too small for all.
            var again = await Answers.CollectAllAsync(engine, requests, cancellationToken);
            Assert.Equal(plain.Select(answer => answer.Tokens), again.Select(answer => answer.Tokens));
            Assert.Equal(!options.DisablePrefixCache, again.Any(answer => answer.Last.CachedTokens > 0));
            Assert.Equal(0, (await Answers.CountersAsync(engine, counters => counters.Running == 0, cancellationToken)).UsedTokens);
        }
    }

    private static IEnumerable<EngineRequest> Requests(int seed, Func<EngineSampling, EngineSampling> shape)
    {
        var random = new Random(seed);
        var shared = Enumerable.Range(0, 20).Select(_ => random.Next(3, RandomCheckpoint.Vocabulary)).ToList();
        for (var i = 0; i < 10; i++)
        {
            var own = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(3, RandomCheckpoint.Vocabulary));
            var sampling = shape(new EngineSampling { MaxNewTokens = random.Next(1, 50), IgnoreEos = i % 2 == 0, Seed = (ulong)i });
            yield return new EngineRequest($"request-{i}", [.. shared.Take(i * 3), .. own], sampling);
        }
    }
}
