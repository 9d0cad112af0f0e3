using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>The pair that comes with the server really speculates: the same tokens in fewer passes.</summary>
[LongForm]
public sealed class TinySpeculationTests
{
    private const int MaxNewTokens = 128;
    private static readonly int Count = Soak.Draws(brief: 12, full: 40);

    // A hundredth or two below what was measured, 12 problems or 40.
    [Theory(Timeout = 600_000)]
    [InlineData(3, 1, 4, 3.72)]
    [InlineData(5, 1, 6, 5.25)]
    [InlineData(7, 1, 8, 6.40)]
    [InlineData(3, 4, 8, 3.84)]
    public async Task Word_problems_get_the_same_answers_in_fewer_steps(int steps, int topK, int draftTokens, double leastAcceptLength)
    {
        var plain = await AnswerAsync(0, 0, 0, concurrency: 1);
        var speculative = await AnswerAsync(steps, topK, draftTokens, concurrency: 4);
        Assert.Equal(plain.Select(answer => answer.Tokens), speculative.Select(answer => answer.Tokens));
        Assert.All(speculative, answer => answer.HoldsTogether(draftTokens));
        var acceptLength = (double)speculative.Sum(answer => answer.Last.CompletionTokens) / speculative.Sum(answer => answer.Last.Speculation!.VerifySteps);
        TestContext.Current.TestOutputHelper?.WriteLine($"accept length {acceptLength:F3}");
        Assert.InRange(acceptLength, leastAcceptLength, steps + 1);
    }

    private static async Task<IReadOnlyList<Answer>> AnswerAsync(int steps, int topK, int draftTokens, int concurrency)
    {
        await using var engine = EngineLoader.Load(TinyPair.Options(steps, topK, draftTokens) with { MaxRunningRequests = concurrency });
        var requests = TinyPair.Prompts(Count).Select((prompt, i) => new EngineRequest(
            $"problem-{i}", engine.Tokenizer.Encode(prompt), new EngineSampling { Temperature = 0, MaxNewTokens = MaxNewTokens }));
        return await Answers.CollectAllAsync(engine, [.. requests], TestContext.Current.CancellationToken);
    }
}
