using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>How requests end, plain and with a draft: the same tokens, the same reason.</summary>
public sealed class EndTests
{
    public static TheoryData<int, int, int> Shapes => new() { { 0, 0, 0 }, { 3, 1, 4 }, { 3, 4, 8 } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Shapes))]
    public async Task The_length_limit_cuts_the_last_step_and_its_drafts_count_all_the_same(int steps, int topK, int draftTokens)
    {
        await using var engine = Load(steps, topK, draftTokens);
        var whole = await AskAsync(engine, new EngineSampling { MaxNewTokens = 40, IgnoreEos = true });
        for (var length = 1; length <= 40; length++)
        {
            var cut = await AskAsync(engine, new EngineSampling { MaxNewTokens = length, IgnoreEos = true });
            Assert.Equal(whole.Tokens.Take(length), cut.Tokens);
            Assert.Equal(new EngineFinish(EngineFinishKind.Length), cut.Last.Finish);
            if (steps > 0)
            {
                cut.HoldsTogether(draftTokens);
                var (speculation, steadily) = (cut.Last.Speculation, whole.Steps[cut.Steps.Count - 1].Speculation);
                Assert.Equal(steadily?.AcceptedDrafts, speculation?.AcceptedDrafts);
            }
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Shapes))]
    public async Task The_end_of_text_token_ends_an_answer_and_is_its_last_token(int steps, int topK, int draftTokens)
    {
        await using var engine = Load(steps, topK, draftTokens);
        var answer = await AskAsync(engine, new EngineSampling { MaxNewTokens = 300 });
        Assert.Equal(new EngineFinish(EngineFinishKind.Stop, MatchedToken: 2), answer.Last.Finish);
        Assert.Equal(2, answer.Tokens[^1]);
        var longer = await AskAsync(engine, new EngineSampling { MaxNewTokens = answer.Tokens.Count + 5, IgnoreEos = true });
        Assert.Equal(answer.Tokens, longer.Tokens.Take(answer.Tokens.Count));
        Assert.Equal(EngineFinishKind.Length, longer.Last.Finish!.Kind);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Shapes))]
    public async Task A_minimum_length_holds_the_end_back(int steps, int topK, int draftTokens)
    {
        await using var engine = Load(steps, topK, draftTokens);
        var minimum = (await AskAsync(engine, new EngineSampling { MaxNewTokens = 300 })).Tokens.Count + 10;
        var answer = await AskAsync(engine, new EngineSampling { MaxNewTokens = 300, MinNewTokens = minimum });
        Assert.InRange(answer.Tokens.Count, minimum, 300);
        Assert.DoesNotContain(2, answer.Tokens.Take(minimum - 1));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Shapes))]
    public async Task A_stop_token_ends_an_answer_where_it_first_comes(int steps, int topK, int draftTokens)
    {
        await using var engine = Load(steps, topK, draftTokens);
        var whole = await AskAsync(engine, new EngineSampling { MaxNewTokens = 300 });
        foreach (var token in whole.Tokens.Distinct())
        {
            var cut = await AskAsync(engine, new EngineSampling { MaxNewTokens = 300, StopTokenIds = [token] });
            Assert.Equal(whole.Tokens.Take(whole.Tokens.ToList().IndexOf(token) + 1), cut.Tokens);
            Assert.Equal(new EngineFinish(EngineFinishKind.Stop, MatchedToken: token), cut.Last.Finish);
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Shapes))]
    public async Task A_stop_string_ends_an_answer_even_across_tokens(int steps, int topK, int draftTokens)
    {
        await using var engine = Load(steps, topK, draftTokens);
        var whole = await AskAsync(engine, new EngineSampling { MaxNewTokens = 300 });
        var text = engine.Tokenizer.Decode(whole.Tokens);
        for (var at = 3; at + 9 < text.Length; at += 11)
        {
            var stop = text.Substring(at, 9);
            var cut = await AskAsync(engine, new EngineSampling { MaxNewTokens = 300, Stop = ["not in it", stop] });
            Assert.Equal(new EngineFinish(EngineFinishKind.Stop, MatchedString: stop), cut.Last.Finish);
            Assert.Equal(whole.Tokens.Take(cut.Tokens.Count), cut.Tokens);
            Assert.Contains(stop, engine.Tokenizer.Decode(cut.Tokens), StringComparison.Ordinal);
            Assert.DoesNotContain(stop, engine.Tokenizer.Decode(cut.Tokens.SkipLast(1)), StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void An_end_that_comes_with_the_least_number_of_tokens_is_one(int minimum, bool ends)
    {
        var conditions = new StopConditions(new EngineSampling { MinNewTokens = minimum }, new ByteTokenizer(), [2], maximum: 10);

        Assert.Equal(ends ? EngineFinishKind.Stop : null, conditions.Check([9, 9, 5, 6, 2], promptLength: 2)?.Kind);
    }

    [Fact(Timeout = 60_000)]
    public void A_stop_string_of_single_bytes_is_found_with_its_last_one()
    {
        var conditions = new StopConditions(new EngineSampling { Stop = ["abc"] }, new ByteTokenizer(), [], maximum: 10);

        Assert.Null(conditions.Check([.. "xab".Select(letter => (int)letter)], promptLength: 1));
        Assert.Equal(new EngineFinish(EngineFinishKind.Stop, MatchedString: "abc"), conditions.Check([.. "xabc".Select(letter => (int)letter)], promptLength: 1));
    }

    private static IEngine Load(int steps, int topK, int draftTokens) => EngineLoader.Load(TinyPair.Options(steps, topK, draftTokens));

    private static Task<Answer> AskAsync(IEngine engine, EngineSampling sampling) => Answers.CollectAsync(
        engine, new EngineRequest("end", engine.Tokenizer.Encode(TinyPair.Prompts(1)[0]), sampling with { Temperature = 0 }), Cancellation);
}
