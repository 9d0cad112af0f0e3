using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>What a real server answered to chats, as an app of Microsoft.Extensions.AI reads it.</summary>
public sealed class RecordedChatTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;
    private const string Text = "Eliza earns $10 x 1.2 = $6 per hour.\nShe earns $10 x 1.2 = $6 per hour.\nShe earns $6 x 1.2 = $6 per hour.\nTherefore, she earns $6 x 1.2 = $6 per hour.\n####";

    [Theory(Timeout = Limit)]
    [InlineData("eagle3.chat_stream_full", "")]
    [InlineData("eagle3.chat_stream_full", ";cut=1")]
    [InlineData("incremental.chat_stream_full", ";pace=1")]
    public async Task A_stream_gives_its_text_as_it_comes_and_ends_with_the_counts(string name, string options)
    {
        using var client = new SpecClient(server.Address(name, options));

        var updates = await client.AsIChatClient().ReadAsync();

        Assert.Equal(Text, string.Concat(updates.Select(update => update.Text)));
        Assert.Equal("El", updates.First(update => update.Text.Length > 0).Text);
        Assert.All(updates, update =>
        {
            Assert.Equal(ChatRole.Assistant, update.Role);
            Assert.Equal(updates[0].ResponseId, update.ResponseId);
            Assert.Equal(update.ResponseId, update.MessageId);
            Assert.Equal("local/tiny-pair/target", update.ModelId);
            Assert.Equal(2026, update.CreatedAt!.Value.Year);
            Assert.Equal(JsonValueKind.Object, Assert.IsType<JsonElement>(update.RawRepresentation).ValueKind);
        });
        var last = updates[^1];
        Assert.Equal(ChatFinishReason.Length, last.FinishReason);
        Assert.All(updates.SkipLast(1), update => Assert.Null(update.FinishReason));
        var usage = Assert.Single(last.Contents.OfType<UsageContent>()).Details;
        Assert.Equal((58L, 64L, 122L, 56L, 0L), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount));
        var statistics = last.GetStatistics()!;
        Assert.Equal(64, statistics.Chunks.Sum(chunk => chunk.Tokens));
        Assert.NotNull(statistics.TimeToFirstToken);
        Assert.Empty(statistics.Violations);
    }

    [Fact(Timeout = Limit)]
    public async Task Before_0_5_19_the_chunks_of_a_stream_show_the_steps_that_meta_info_counts()
    {
        var name = server.AddServer(("server_info", "eagle3.get_server_info_after"), (Chats.Route, "eagle3.chat_stream_full"));
        using var client = new SpecClient(server.Address(name));

        var last = (await client.AsIChatClient().ReadAsync())[^1];

        Assert.Equal((19, 64), (last.GetStatistics()!.Speculation!.VerifySteps, last.GetStatistics()!.Speculation!.CompletionTokens));
        var counts = last.Contents.OfType<UsageContent>().Single().Details.AdditionalCounts!;
        Assert.Equal([KeyValuePair.Create(ChatStatistics.VerifySteps, 19L)], counts);
    }

    [Theory(Timeout = Limit)]
    [InlineData("eagle3.get_model_info", null)]
    [InlineData("eagle3.get_server_info_after", "a stop")]
    public async Task Where_chunks_need_not_be_steps_the_steps_are_unknown(string info, string? stop)
    {
        var name = server.AddServer(("server_info", info), (Chats.Route, "eagle3.chat_stream_full"));
        using var client = new SpecClient(server.Address(name));

        var last = (await client.AsIChatClient().ReadAsync(new ChatOptions { StopSequences = stop is null ? null : [stop] }))[^1];

        Assert.Null(last.GetStatistics()!.Speculation);
        Assert.Null(last.Contents.OfType<UsageContent>().Single().Details.AdditionalCounts);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_stream_meta_info_tells_everything()
    {
        var name = server.AddServer(("server_info", "eagle3.get_server_info_after"), (Chats.Route, "eagle3.chat_meta"));
        using var client = new SpecClient(server.Address(name));

        var response = await client.AsIChatClient().GetResponseAsync(Chats.Question, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True((await server.SentAsync(name)).GetProperty("return_meta_info").GetBoolean());
        Assert.Equal(Text, response.Text);
        Assert.Equal((ChatFinishReason.Length, "local/tiny-pair/target", "f98179f1bb92467297085333c451734a"), (response.FinishReason, response.ModelId, response.ResponseId));
        Assert.Equal((58L, 64L, 122L, 56L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount, response.Usage.CachedInputTokenCount));
        Assert.Equal((19L, 46L, 57L), (response.Usage.AdditionalCounts![ChatStatistics.VerifySteps], response.Usage.AdditionalCounts[ChatStatistics.AcceptedDraftTokens], response.Usage.AdditionalCounts[ChatStatistics.ProposedDraftTokens]));
        var statistics = response.GetStatistics()!;
        Assert.Equal([3, 0, 2, 14], statistics.Speculation!.AcceptHistogram);
        Assert.Equal(64 / 19.0, statistics.Speculation.AcceptLength!.Value, 9);
        Assert.Empty(statistics.Violations);
        Assert.Null(statistics.TimeToFirstToken);
        Assert.IsType<JsonElement>(response.RawRepresentation);
    }

    [Theory(Timeout = Limit)]
    [InlineData("eagle3.chat")]
    [InlineData("eagle3.chat_spec")]
    [InlineData("plain.chat_meta")]
    [InlineData("eagle3.chat_err_model")]
    public async Task What_the_server_does_not_tell_is_absent_and_never_zero(string name)
    {
        using var client = new SpecClient(server.Address(name));

        var response = await client.AsIChatClient().GetResponseAsync(Chats.Question, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Text, response.Text);
        Assert.Equal(64, response.Usage!.OutputTokenCount);
        Assert.Null(response.Usage.AdditionalCounts);
        Assert.Null(response.GetStatistics()!.Speculation);
    }

    [Fact(Timeout = Limit)]
    public async Task A_refusal_is_a_typed_error_with_the_servers_words()
    {
        using var client = new SpecClient(server.Address("eagle3.chat_err_role"));

        var error = await Assert.ThrowsAsync<RequestRejectedException>(() => client.AsIChatClient().GetResponseAsync(Chats.Question, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(400, error.StatusCode);
        Assert.Contains("'role' must be one of", error.ServerMessage, StringComparison.Ordinal);
        Assert.Null(error.Partial);
    }

    [Fact(Timeout = Limit)]
    public async Task A_stream_that_tells_no_counts_gives_its_text_and_its_end()
    {
        using var client = new SpecClient(server.Address("eagle3.chat_stream"));

        var updates = await client.AsIChatClient().ReadAsync();

        Assert.Equal(Text, string.Concat(updates.Select(update => update.Text)));
        var usage = updates[^1].Contents.OfType<UsageContent>().Single().Details;
        Assert.Equal((null, null, null), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
        Assert.Empty(updates[^1].GetStatistics()!.Chunks);
        Assert.NotNull(updates[^1].GetStatistics()!.TimeToFirstToken);
    }
}
