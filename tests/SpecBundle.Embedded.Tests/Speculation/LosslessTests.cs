using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Speculation may only change the speed: whatever the draft proposes, the tokens are those of plain decoding.</summary>
public sealed class LosslessTests
{
    [Theory(Timeout = 120_000)]
    [InlineData(1, 1, 2)]
    [InlineData(3, 1, 4)]
    [InlineData(7, 1, 8)]
    [InlineData(3, 4, 8)]
    [InlineData(2, 3, 12)]
    [InlineData(5, 2, 30)]
    public async Task Greedy_answers_are_those_of_plain_decoding(int steps, int topK, int draftTokens) =>
        await CompareAsync(steps, topK, draftTokens, sampling => sampling with { Temperature = 0 });

    [Theory(Timeout = 120_000)]
    [InlineData(3, 1, 4)]
    [InlineData(3, 4, 8)]
    public async Task Sampled_answers_with_a_seed_are_those_of_plain_decoding(int steps, int topK, int draftTokens) =>
        await CompareAsync(steps, topK, draftTokens, sampling => sampling with { Temperature = 0.8, TopP = 0.95, RepetitionPenalty = 1.1, FrequencyPenalty = 0.1 });

    private static async Task CompareAsync(int steps, int topK, int draftTokens, Func<EngineSampling, EngineSampling> shape)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var checkpoint = new RandomCheckpoint(seed: steps + (10 * topK), tied: topK == 1);
        var requests = Requests(shape).ToList();
        IReadOnlyList<Answer> plain, speculative, again;
        await using (var engine = EngineLoader.Load(new EngineOptions { ModelPath = checkpoint.Target }))
        {
            plain = [.. await Sequentially(engine, requests, cancellationToken)];
        }

        await using (var engine = EngineLoader.Load(new EngineOptions
        {
            ModelPath = checkpoint.Target,
            DraftModelPath = checkpoint.Draft,
            NumSteps = steps,
            TopK = topK,
            NumDraftTokens = draftTokens,
            MaxTotalTokens = 700,
        }))
        {
            speculative = await Answers.CollectAllAsync(engine, requests, cancellationToken);
            // Now the prefix cache knows the prompts, and is too small to know all.
            again = await Answers.CollectAllAsync(engine, requests, cancellationToken);
        }

        Assert.Equal(plain.Select(answer => answer.Tokens), speculative.Select(answer => answer.Tokens));
        Assert.Equal(plain.Select(answer => answer.Tokens), again.Select(answer => answer.Tokens));
        Assert.Contains(again, answer => answer.Last.CachedTokens > 0);
        Assert.All(speculative.Where(answer => answer.Last.Speculation is not null), answer => HoldsTogether(answer, draftTokens));
    }

    private static void HoldsTogether(Answer answer, int draftTokens)
    {
        var speculation = answer.Last.Speculation!;
        Assert.Equal(speculation.VerifySteps, speculation.Histogram.Sum());
        Assert.Equal(speculation.AcceptedDrafts, speculation.Histogram.Select((count, accepted) => count * accepted).Sum());
        Assert.Equal(speculation.ProposedDrafts, speculation.VerifySteps * (draftTokens - 1));
        Assert.Equal(answer.Tokens.Count, answer.Last.CompletionTokens);
        Assert.InRange(answer.Tokens.Count - 1, 1, speculation.VerifySteps + speculation.AcceptedDrafts);
    }

    private static async Task<IEnumerable<Answer>> Sequentially(IEngine engine, IEnumerable<EngineRequest> requests, CancellationToken cancellationToken)
    {
        var answers = new List<Answer>();
        foreach (var request in requests)
        {
            answers.Add(await Answers.CollectAsync(engine, request, cancellationToken));
        }

        return answers;
    }

    private static IEnumerable<EngineRequest> Requests(Func<EngineSampling, EngineSampling> shape)
    {
        var random = new Random(7);
        var shared = Enumerable.Range(0, 20).Select(_ => random.Next(3, RandomCheckpoint.Vocabulary)).ToList();
        for (var i = 0; i < 10; i++)
        {
            var own = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(3, RandomCheckpoint.Vocabulary));
            var sampling = shape(new EngineSampling { MaxNewTokens = random.Next(1, 60), IgnoreEos = i % 2 == 0, Seed = (ulong)i });
            yield return new EngineRequest($"request-{i}", [.. shared.Take(i * 3), .. own], sampling);
        }
    }
}
