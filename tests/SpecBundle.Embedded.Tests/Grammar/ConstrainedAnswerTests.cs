using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Answers held to a grammar by the engine itself: speculation may change their speed alone.</summary>
public class ConstrainedAnswerTests
{
    private const string Person = """{"type":"object","properties":{"name":{"type":"string","maxLength":12},"age":{"type":"integer","minimum":0,"maximum":150},"tags":{"type":"array","items":{"enum":["a","b","cat"]},"minItems":1,"maxItems":4}},"required":["name","age","tags"]}""";

    [Theory(Timeout = 300_000)]
    [InlineData(1, 1, 2)]
    [InlineData(5, 1, 6)]
    [InlineData(3, 4, 8)]
    [InlineData(2, 5, 20)]
    public async Task They_are_those_of_plain_decoding_greedy_and_sampled(int steps, int topK, int draftTokens)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var options = TinyPair.Options(steps, topK, draftTokens) with { Threads = 1, MaxTotalTokens = 6_000 };
        await using var plain = EngineLoader.Load(options with { DraftModelPath = null });
        await using var speculative = EngineLoader.Load(options);
        var grammar = Grammar(Person, plain);
        var other = Grammar(Person, speculative);
        var requests = TinyPair.Prompts(6).SelectMany((prompt, i) => Samplings(i).Select((sampling, j) => new EngineRequest($"{i}-{j}", plain.Tokenizer.Encode(prompt), sampling))).ToList();

        var expected = await Answers.CollectAllAsync(plain, requests.Select(request => request with { Sampling = request.Sampling with { Grammar = grammar } }), cancellationToken);
        var answers = await Answers.CollectAllAsync(speculative, requests.Select(request => request with { Sampling = request.Sampling with { Grammar = other } }), cancellationToken);

        Assert.Equal(expected.Select(answer => answer.Tokens), answers.Select(answer => answer.Tokens));
        Assert.All(answers, answer =>
        {
            answer.HoldsTogether(draftTokens);
            Assert.Equal(EngineFinishKind.Stop, answer.Last.Finish!.Kind);
            Assert.True(Schemas.IsValid(Person, plain.Tokenizer.Decode(answer.Tokens)));
        });
        Assert.True(answers.Sum(answer => answer.Last.Speculation!.AcceptedDrafts) > answers.Count);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_whole_value_ends_the_answer_whatever_else_is_asked_for()
    {
        await using var engine = EngineLoader.Load(TinyPair.Options(3, 1, 4) with { Threads = 1 });
        var sampling = new EngineSampling { Temperature = 0, MaxNewTokens = 60, Grammar = Grammar("""{"type":"array","items":{"const":1},"minItems":2,"maxItems":2}""", engine) };

        var answers = await Answers.CollectAllAsync(engine, new[]
        {
            sampling,
            sampling with { IgnoreEos = true },
            sampling with { MinNewTokens = 50 },
            sampling with { RepetitionPenalty = 0.1, FrequencyPenalty = -2, PresencePenalty = 2, Temperature = 1.5, IgnoreEos = true, MinNewTokens = 3 },
            sampling with { StopTokenIds = [engine.Tokenizer.Encode("]")[0]], MinNewTokens = 60 },
        }.Select((one, i) => new EngineRequest($"{i}", engine.Tokenizer.Encode(TinyPair.Prompts(1)[0]), one)), TestContext.Current.CancellationToken);

        Assert.All(answers, answer =>
        {
            Assert.Matches("^\\[1, ?1\\]$", engine.Tokenizer.Decode(answer.Tokens));
            Assert.Equal(new EngineFinish(EngineFinishKind.Stop, MatchedToken: 2), answer.Last.Finish);
        });
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stop_string_and_the_length_still_end_it_early()
    {
        await using var engine = EngineLoader.Load(TinyPair.Options(3, 1, 4) with { Threads = 1 });
        var prompt = engine.Tokenizer.Encode(TinyPair.Prompts(1)[0]);
        var sampling = new EngineSampling { Temperature = 0, MaxNewTokens = 60, Grammar = Grammar("""{"type":"string","minLength":500}""", engine) };

        var endless = await Answers.CollectAsync(engine, new EngineRequest("endless", prompt, sampling), TestContext.Current.CancellationToken);
        var stopped = await Answers.CollectAsync(engine, new EngineRequest("stopped", prompt, sampling with { Grammar = Grammar("""{"const":"one two three"}""", engine), Stop = ["two"] }), TestContext.Current.CancellationToken);

        Assert.Equal((EngineFinishKind.Length, 60), (endless.Last.Finish!.Kind, endless.Tokens.Count));
        Assert.Equal("two", stopped.Last.Finish!.MatchedString);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_answer_without_a_way_on_ends_alone_and_says_so()
    {
        await using var engine = EngineLoader.Load(TinyPair.Options(3, 1, 4) with { Threads = 1 });
        var prompt = engine.Tokenizer.Encode(TinyPair.Prompts(1)[0]);

        // A vocabulary without the letter z, as far as the grammar knows.
        var poor = new TokenVocabulary(new WithoutLetter(engine.Tokenizer, 'z'), engine.Info.VocabularySize, engine.Info.EosTokenIds);
        var stuck = new EngineSampling { Temperature = 0, Grammar = new TokenGrammar(GrammarSource.Regex("abcabcabcabcz").Write(), poor) };
        var answers = await Answers.CollectAllAsync(
            engine, [new EngineRequest("stuck", prompt, stuck), new EngineRequest("other", prompt, new EngineSampling { Temperature = 0, MaxNewTokens = 30 })], TestContext.Current.CancellationToken);
        var after = await Answers.CollectAsync(engine, new EngineRequest("after", prompt, new EngineSampling { Temperature = 0, MaxNewTokens = 30 }), TestContext.Current.CancellationToken);

        Assert.Equal((EngineFinishKind.Abort, true), (answers[0].Last.Finish!.Kind, answers[0].Last.Finish!.IsRefusal));
        Assert.Equal("abcabcabcabc", engine.Tokenizer.Decode(answers[0].Tokens));
        Assert.Equal(30, answers[1].Tokens.Count);
        Assert.Equal(answers[1].Tokens, after.Tokens);
    }

    private static IEnumerable<EngineSampling> Samplings(int i)
    {
        var greedy = new EngineSampling { Temperature = 0, MaxNewTokens = 200, Seed = (ulong)i };
        yield return greedy;
        yield return greedy with { Temperature = 1 };
        yield return greedy with { Temperature = 0.7, TopP = 0.9, TopK = 40, MinP = 0.01, RepetitionPenalty = 1.2, FrequencyPenalty = 0.3, MinNewTokens = 20 };
    }

    private static TokenGrammar Grammar(string schema, IEngine engine) =>
        new(Schemas.Grammar(schema), new TokenVocabulary(engine.Tokenizer, engine.Info.VocabularySize, engine.Info.EosTokenIds));

    private sealed class WithoutLetter(ITextTokenizer tokenizer, char letter) : ITextTokenizer
    {
        public IReadOnlyList<int> Encode(string text, bool allowSpecial = true) => tokenizer.Encode(text, allowSpecial);

        public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true) => tokenizer.Decode(ids, skipSpecialTokens);

        public int? TokenId(string special) => tokenizer.TokenId(special);

        public byte[] TokenBytes(int id) => tokenizer.TokenBytes(id) is var bytes && bytes.Contains((byte)letter) ? [] : bytes;

        public bool IsSpecial(int id) => tokenizer.IsSpecial(id);

        public string ApplyChatTemplate(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options) => tokenizer.ApplyChatTemplate(messages, options);
    }
}
