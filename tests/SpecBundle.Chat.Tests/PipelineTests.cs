using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace SpeculativeDecoding.Tests;

/// <summary>The chat client under what Microsoft.Extensions.AI puts around one.</summary>
public sealed class PipelineTests(ReplayProcess replay, TinyServer tiny) : IClassFixture<ReplayProcess>, IClassFixture<TinyServer>
{
    private const int Limit = 120_000;
    private static readonly ChatMessage[] Apples = [new(ChatRole.User, "Tom has 3 apples and buys 4 more. How many apples does Tom have?")];
    private static readonly ChatOptions Greedy = new() { Temperature = 0, MaxOutputTokens = 32 };

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Function_invocation_calls_the_tool_and_adds_the_counts_up(bool streams)
    {
        var weather = new Weather();
        using var client = new SpecClient(replay.Address(streams ? Weather.AddTo(replay) : Weather.AddWholeTo(replay)));
        using var chat = client.AsIChatClient().AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [weather.Tool] };

        var response = streams ? (await chat.ReadAsync(options)).ToChatResponse() : await chat.GetResponseAsync(Chats.Question, options, TestContext.Current.CancellationToken);

        Assert.Equal(["Paris"], weather.Asked);
        Assert.Equal("It is 22 degrees.", response.Text);
        Assert.Equal((60L, 15L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.Equal((5L, 5L, 15L), (response.Usage.AdditionalCounts![ChatStatistics.VerifySteps], response.Usage.AdditionalCounts[ChatStatistics.AcceptedDraftTokens], response.Usage.AdditionalCounts[ChatStatistics.ProposedDraftTokens]));
        Assert.Equal((6, 2), (response.GetStatistics()!.CompletionTokens, response.GetStatistics()!.Speculation!.VerifySteps));
        var second = replay.Reports.Last(report => report.TryGetProperty("body", out var body) && body.GetString()!.Contains("\"role\":\"tool\"", StringComparison.Ordinal)).GetProperty("body").GetString();
        Assert.Contains("""{"role":"tool","tool_call_id":"call_1","content":"22 degrees in Paris"}""", second, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Telemetry_names_provider_model_and_tokens(bool streams)
    {
        var spans = new List<Activity>();
        var source = Guid.NewGuid().ToString();
        using var listener = new ActivityListener { ShouldListenTo = one => one.Name == source, Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded, ActivityStopped = spans.Add };
        ActivitySource.AddActivityListener(listener);
        using var chat = tiny.Server.AsIChatClient().AsBuilder().UseOpenTelemetry(sourceName: source).Build();

        _ = streams ? (await chat.ReadAsync(Greedy, Apples)).ToChatResponse() : await chat.GetResponseAsync(Apples, Greedy, TestContext.Current.CancellationToken);

        var span = Assert.Single(spans);
        Assert.Equal("sglang", span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal(tiny.Server.Address.Host, span.GetTagItem("server.address"));
        Assert.InRange((int)Convert.ToInt64(span.GetTagItem("gen_ai.usage.output_tokens"), System.Globalization.CultureInfo.InvariantCulture), 1, 32);
        Assert.NotNull(span.GetTagItem("gen_ai.response.id"));
        Assert.NotNull(span.GetTagItem("gen_ai.request.model"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cached_answer_has_its_counts_and_its_statistics(bool streams)
    {
        using var inner = new CountingClient(tiny.Server.AsIChatClient());
        using var chat = inner.AsBuilder().UseDistributedCache(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()))).Build();

        var answers = new List<ChatResponse>();
        for (var time = 0; time < 2; time++)
        {
            answers.Add(streams ? (await chat.ReadAsync(Greedy, Apples)).ToChatResponse() : await chat.GetResponseAsync(Apples, Greedy, TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, inner.Requests);
        Assert.Equal(answers[0].Text, answers[1].Text);
        Assert.Equal(answers[0].Usage!.AdditionalCounts!.OrderBy(count => count.Key), answers[1].Usage!.AdditionalCounts!.OrderBy(count => count.Key));
        Assert.Equal(answers[0].GetStatistics()!.Chunks, answers[1].GetStatistics()!.Chunks);
        Assert.Equal(answers[0].GetStatistics()!.Speculation!.AcceptLength, answers[1].GetStatistics()!.Speculation!.AcceptLength);
    }

    [Fact(Timeout = Limit)]
    public async Task A_reducer_shortens_what_is_sent()
    {
        var name = replay.Add(Chats.Stream([Chats.Chunk("""{"content":"x"}""", "stop")]));
        using var client = new SpecClient(replay.Address(name));
        using var chat = client.AsIChatClient().AsBuilder().UseChatReducer(new MessageCountingChatReducer(1)).Build();

        await chat.ReadAsync(messages: [new(ChatRole.System, "s"), new(ChatRole.User, "one"), new(ChatRole.Assistant, "two"), new(ChatRole.User, "three")]);

        Assert.Equal("""[{"role":"system","content":"s"},{"role":"user","content":"three"}]""", (await replay.SentAsync(name)).GetProperty("messages").GetRawText());
    }

    [Fact(Timeout = Limit)]
    public async Task All_of_them_together_stream_and_speculate()
    {
        using var chat = tiny.Server.AsIChatClient().AsBuilder()
            .UseDistributedCache(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()))).UseFunctionInvocation().UseOpenTelemetry().UseChatReducer(new MessageCountingChatReducer(4)).Build();

        var updates = await chat.ReadAsync(Greedy, Apples);

        Assert.True(updates.Count > 3);
        Assert.InRange(updates.ToChatResponse().GetStatistics()!.Speculation!.AcceptLength!.Value, 1, 10);
        Assert.Same(tiny.Server, chat.GetService<SpecServer>());
    }

    private sealed class CountingClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public int Requests { get; private set; }

        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Requests++;
            return base.GetResponseAsync(messages, options, cancellationToken);
        }

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Requests++;
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }
    }
}
