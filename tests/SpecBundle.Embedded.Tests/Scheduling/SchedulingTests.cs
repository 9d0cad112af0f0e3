using System.Threading.Channels;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Many requests: what runs, what waits, what is refused and what is stopped.</summary>
public sealed class SchedulingTests : IDisposable
{
    private readonly RandomCheckpoint _checkpoint = new(seed: 5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _checkpoint.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_prompt_asked_again_is_cached_up_to_its_last_tokens()
    {
        // A draft's keys depend on the token after each, so one token less is known than without a draft, as in SGLang.
        await using var speculative = Load();
        await using var plain = EngineLoader.Load(new EngineOptions { ModelPath = _checkpoint.Target });
        Assert.Equal((0, 38), await CachedAsync(speculative));
        Assert.Equal((0, 39), await CachedAsync(plain));
        Assert.True(speculative.TryFlushCache());
        Assert.Equal((0, 38), await CachedAsync(speculative));
    }

    [Fact(Timeout = 60_000)]
    public async Task Prompts_that_part_share_what_lies_before()
    {
        await using var speculative = Load();
        await using var plain = EngineLoader.Load(new EngineOptions { ModelPath = _checkpoint.Target });
        foreach (var (engine, cached) in new[] { (speculative, 24), (plain, 25) })
        {
            var first = Request("first", 40, 1);
            await Answers.CollectAsync(engine, first, Cancellation);

            var other = first with { Id = "other", InputIds = [.. first.InputIds.Take(25), 250, 251, 252, 253] };
            Assert.Equal(cached, (await Answers.CollectAsync(engine, other, Cancellation)).Last.CachedTokens);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_is_cached_for_the_turn_that_follows_it()
    {
        await using var engine = Load();
        var first = await Answers.CollectAsync(engine, Request("first", 40, 60), Cancellation);
        var next = Request("next", 40, 4);
        next = next with { InputIds = [.. next.InputIds, .. first.Tokens, 5, 6] };
        Assert.InRange((await Answers.CollectAsync(engine, next, Cancellation)).Last.CachedTokens, 40 + 50, 40 + 60);
    }

    [Fact(Timeout = 60_000)]
    public async Task More_requests_than_may_run_wait_their_turn()
    {
        await using var engine = Load(options => options with { MaxRunningRequests = 2 });
        var readers = Enumerable.Range(0, 6).Select(i => engine.Submit(Request($"request-{i}", 20, 200))).ToList();
        var counters = await Answers.CountersAsync(engine, counters => counters.Running == 2, Cancellation);
        Assert.Equal(4, counters.Waiting);
        Assert.False(engine.TryFlushCache());
        foreach (var reader in readers)
        {
            Assert.Equal(EngineFinishKind.Length, (await EndAsync(reader)).Finish!.Kind);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task An_abort_ends_what_runs_and_what_waits_and_keeps_what_was_written()
    {
        await using var engine = Load(options => options with { MaxRunningRequests = 1 });
        var running = engine.Submit(Request("a-1", 20, 230));
        var waiting = engine.Submit(Request("a-2", 20, 230));
        var other = engine.Submit(Request("b-1", 20, 30));
        await ReadOneAsync(running);
        Assert.True(engine.Abort("a-"));
        Assert.False(engine.Abort("nothing"));
        var end = await EndAsync(running);
        Assert.Equal((EngineFinishKind.Abort, "Aborted"), (end.Finish!.Kind, end.Finish.Message));
        Assert.InRange(end.CompletionTokens, 1, 229);
        Assert.Equal("Abort in waiting queue", (await EndAsync(waiting)).Finish!.Message);
        Assert.Equal(EngineFinishKind.Length, (await EndAsync(other)).Finish!.Kind);
        Assert.Equal(0, (await IdleAsync(engine)).UsedTokens);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(256, "The input (256 tokens) is longer than the model's context length (256 tokens).")]
    [InlineData(0, "The prompt is empty.")]
    public async Task A_prompt_that_does_not_fit_is_refused_in_words(int length, string message)
    {
        await using var engine = Load();
        var answer = await Answers.CollectAsync(engine, Request("long", length, 10), Cancellation);
        Assert.Equal(new EngineFinish(EngineFinishKind.Abort, Message: message), answer.Last.Finish);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_outside_of_the_vocabulary_hurts_its_own_request_alone()
    {
        await using var engine = Load();
        var answers = await Answers.CollectAllAsync(engine, [Request("wrong", 20, 20) with { InputIds = [5, 300] }, Request("right", 20, 20)], Cancellation);
        Assert.Contains("300", answers[0].Last.Finish!.Message, StringComparison.Ordinal);
        Assert.Equal(EngineFinishKind.Length, answers[1].Last.Finish!.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_request_that_the_cache_can_never_hold_is_refused_and_one_that_just_fits_runs()
    {
        await using var engine = Load(options => options with { MaxTotalTokens = 100, MaxRunningRequests = 1 });
        Assert.Equal(EngineFinishKind.Length, (await Answers.CollectAsync(engine, Request("fits", 60, 40), Cancellation)).Last.Finish!.Kind);
        var refused = await Answers.CollectAsync(engine, Request("too-long", 60, 41), Cancellation);
        Assert.Contains("100", refused.Last.Finish!.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_ends_at_the_context()
    {
        await using var engine = Load();
        var answer = await Answers.CollectAsync(engine, Request("to-the-end", 200, 1_000), Cancellation);
        Assert.Equal(56, answer.Tokens.Count);
        Assert.Equal(EngineFinishKind.Length, answer.Last.Finish!.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_prompt_longer_than_a_batch_is_computed_in_parts()
    {
        using var checkpoint = new RandomCheckpoint(seed: 6, contextLength: 1_024);
        var request = Request("long", 700, 20);
        await using var plain = EngineLoader.Load(new EngineOptions { ModelPath = checkpoint.Target });
        await using var speculative = EngineLoader.Load(new EngineOptions { ModelPath = checkpoint.Target, DraftModelPath = checkpoint.Draft, NumSteps = 3, TopK = 1, NumDraftTokens = 4 });
        var expected = await Answers.CollectAsync(plain, request, Cancellation);
        Assert.Equal(expected.Tokens, (await Answers.CollectAsync(speculative, request, Cancellation)).Tokens);
        Assert.Equal(698, (await Answers.CollectAsync(speculative, request, Cancellation)).Last.CachedTokens);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_engine_that_stops_ends_every_request_and_refuses_later_ones()
    {
        var engine = Load();
        var running = engine.Submit(Request("running", 20, 230));
        await ReadOneAsync(running);
        await engine.DisposeAsync();
        Assert.Equal(EngineFinishKind.Abort, (await EndAsync(running)).Finish!.Kind);
        Assert.Equal(EngineFinishKind.Abort, (await EndAsync(engine.Submit(Request("late", 20, 20)))).Finish!.Kind);
        Assert.False(engine.Abort("running"));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_engine_that_breaks_says_so_and_leaves_no_request_waiting()
    {
        await using var engine = Load();
        var running = engine.Submit(Request("first", 20, 230));

        // Not a request's fault: a command that breaks in the middle may leave anything behind.
        Assert.Throws<ArgumentNullException>(() => engine.Abort(null!));

        Assert.Equal(EngineFinishKind.Abort, (await EndAsync(running)).Finish!.Kind);
        Assert.IsType<ArgumentNullException>(await engine.Crashed.WaitAsync(Cancellation));
        Assert.Equal(EngineFinishKind.Abort, (await EndAsync(engine.Submit(Request("second", 20, 20)))).Finish!.Kind);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true, 0)]
    [InlineData(true, 7)]
    [InlineData(false, 0)]
    [InlineData(false, 7)]
    public async Task What_breaks_in_one_request_ends_that_request_and_no_other(bool speculates, int afterTokens)
    {
        var options = speculates ? Options : new EngineOptions { ModelPath = _checkpoint.Target };
        await using var engine = EngineLoader.Load(options, null, vocabulary => new BreakingRule(new TargetRule(vocabulary), afterTokens));
        var alone = await Answers.CollectAsync(engine, Request("alone", 20, 40), Cancellation);
        Assert.True(engine.TryFlushCache());
        var free = engine.Counters;

        for (var round = 0; round < 3; round++)
        {
            var answers = await Answers.CollectAllAsync(engine, [Request("good-1", 20, 40), Request("bad", 21, 40), Request("good-2", 20, 40)], Cancellation);

            Assert.Equal((EngineFinishKind.Abort, "The engine failed on this request: broken on purpose"), (answers[1].Last.Finish!.Kind, answers[1].Last.Finish!.Message));
            Assert.Equal("broken on purpose", answers[1].Last.Finish!.Fault!.Message);
            Assert.Equal(afterTokens, answers[1].Tokens.Count);
            Assert.Equal(alone.Tokens, answers[0].Tokens);
            Assert.Equal(alone.Tokens, answers[2].Tokens);
            Assert.Equal(0, (await IdleAsync(engine)).UsedTokens);
        }

        // No slot is lost either, and what the broken request left in the cache is right.
        Assert.Equal(alone.Tokens, (await Answers.CollectAsync(engine, Request("again", 21, 40) with { InputIds = Request("x", 20, 1).InputIds }, Cancellation)).Tokens);
        Assert.True(engine.TryFlushCache());
        Assert.Equal(free, engine.Counters);
        Assert.False(engine.Crashed.IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lifetime_counters_add_up_and_start_again_with_a_flush()
    {
        await using var engine = Load();
        var answers = await Answers.CollectAllAsync(engine, Enumerable.Range(0, 5).Select(i => Request($"request-{i}", 10 + i, 20)), Cancellation);
        var counters = await IdleAsync(engine);
        Assert.Equal(answers.Sum(answer => answer.Tokens.Count), counters.GeneratedTokens);
        Assert.Equal(answers.Sum(answer => answer.Last.Speculation!.VerifySteps), counters.VerifySteps);
        Assert.True(engine.TryFlushCache());
        Assert.Equal(new EngineCounters(0, 0, 0, 0, 0), engine.Counters);
    }

    private static async Task<(int First, int Second)> CachedAsync(IEngine engine)
    {
        var first = await Answers.CollectAsync(engine, Request("first", 40, 1), Cancellation);
        var second = await Answers.CollectAsync(engine, Request("second", 40, 1), Cancellation);
        return (first.Last.CachedTokens, second.Last.CachedTokens);
    }

    private static Task<EngineCounters> IdleAsync(IEngine engine) => Answers.CountersAsync(engine, counters => counters.Running + counters.Waiting == 0, Cancellation);

    private static async Task ReadOneAsync(ChannelReader<EngineStep> reader)
    {
        if (await reader.WaitToReadAsync(Cancellation))
        {
            reader.TryPeek(out _);
        }
    }

    private static async Task<EngineStep> EndAsync(ChannelReader<EngineStep> reader)
    {
        EngineStep? last = null;
        await foreach (var step in reader.ReadAllAsync(Cancellation))
        {
            last = step;
        }

        return last!;
    }

    private static EngineRequest Request(string id, int promptTokens, int newTokens) => new(
        id,
        [.. Enumerable.Range(0, promptTokens).Select(i => 3 + (i * 7 % 200))],
        new EngineSampling { Temperature = 0, MaxNewTokens = newTokens, IgnoreEos = true });

    private EngineOptions Options => new() { ModelPath = _checkpoint.Target, DraftModelPath = _checkpoint.Draft, NumSteps = 3, TopK = 1, NumDraftTokens = 4 };

    private IEngine Load(Func<EngineOptions, EngineOptions>? change = null) => EngineLoader.Load(change is null ? Options : change(Options));

    /// <summary>Breaks under the request "bad", when it has so many tokens.</summary>
    private sealed class BreakingRule(ITokenRule rule, int afterTokens) : ITokenRule
    {
        public int Choose(ReadOnlySpan<float> logits, Sequence sequence, int node, int ahead) =>
            sequence.Request.Id == "bad" && sequence.CompletionTokens == afterTokens
                ? throw new InvalidOperationException("broken on purpose")
                : rule.Choose(logits, sequence, node, ahead);
    }
}
