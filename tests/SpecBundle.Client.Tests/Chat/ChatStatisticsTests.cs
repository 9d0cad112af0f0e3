using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>The full statistics of a request, wherever a response has been since.</summary>
public sealed class ChatStatisticsTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task They_survive_being_put_together_from_updates_and_being_stored()
    {
        var name = server.AddServer(("server_info", "eagle3.get_server_info_after"), (Chats.Route, "eagle3.chat_stream_full"));
        using var client = new SpecClient(server.Address(name));
        var updates = await client.AsIChatClient().ReadAsync();
        var own = updates[^1].GetStatistics()!;

        var response = updates.ToChatResponse();
        AssertSame(own, response.GetStatistics()!);
        Assert.Equal((58L, 64L, 19L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.AdditionalCounts![ChatStatistics.VerifySteps]));

        // As a cache does it, in an app that was compiled ahead of time: no contract but those of Microsoft.Extensions.AI.
        var contracts = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { TypeInfoResolver = SourceGenerated() };
        var stored = JsonSerializer.Serialize(response, contracts.GetTypeInfo(typeof(ChatResponse)));
        var read = ((ChatResponse)JsonSerializer.Deserialize(stored, contracts.GetTypeInfo(typeof(ChatResponse)))!).GetStatistics()!;

        AssertSame(own, read);
    }

    [Fact(Timeout = Limit)]
    public void A_response_of_another_client_has_none()
    {
        Assert.Null(new ChatResponse().GetStatistics());
        Assert.Null(new ChatResponseUpdate().GetStatistics());
        Assert.Null(new ChatResponseUpdate { AdditionalProperties = new() { [ChatStatistics.Key] = "x" } }.GetStatistics());
        Assert.Null(new ChatResponseUpdate { AdditionalProperties = new() { [ChatStatistics.Key] = JsonDocument.Parse("[1]").RootElement } }.GetStatistics());
    }

    [Fact(Timeout = Limit)]
    public void Counts_add_up_and_there_is_no_mean_among_them()
    {
        var usage = ChatUsage.Of(new RequestStatistics { PromptTokens = 5, CompletionTokens = 64, Speculation = new SpeculationStatistics { VerifySteps = 19, AcceptedDrafts = 46, ProposedDrafts = 57, CompletionTokens = 64 } }, null);

        usage.Add(ChatUsage.Of(new RequestStatistics { PromptTokens = 1, CompletionTokens = 6, Speculation = new SpeculationStatistics { VerifySteps = 2, CompletionTokens = 6 } }, null));

        Assert.Equal((6L, 70L, 76L), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
        Assert.Equal([("spec_accepted_draft_tokens", 46L), ("spec_proposed_draft_tokens", 57L), ("spec_verify_steps", 21L)], usage.AdditionalCounts!.Select(count => (count.Key, count.Value)).Order());
    }

    [Fact(Timeout = Limit)]
    public async Task What_the_caller_does_between_two_updates_is_not_the_clients_time()
    {
        using var client = new SpecClient(server.Address("eagle3.chat_stream_full"));
        var spent = TimeSpan.Zero;
        RequestStatistics? statistics = null;

        await foreach (var update in client.AsIChatClient().GetStreamingResponseAsync(Chats.Question, cancellationToken: TestContext.Current.CancellationToken))
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            spent += TimeSpan.FromMilliseconds(100);
            statistics = update.GetStatistics() ?? statistics;
        }

        Assert.InRange(statistics!.ClientTime!.Value, TimeSpan.FromTicks(1), spent / 2);
    }

    private static void AssertSame(RequestStatistics expected, RequestStatistics actual)
    {
        Assert.Equal(expected with { Chunks = [], Violations = [] }, actual with { Chunks = [], Violations = [] });
        Assert.Equal(expected.Chunks, actual.Chunks);
        Assert.Equal(expected.Violations, actual.Violations);
    }

    /// <summary>The options' own resolver without the one by reflection that a just-in-time app has behind it.</summary>
    private static IJsonTypeInfoResolver SourceGenerated() =>
        JsonTypeInfoResolver.Combine([.. AIJsonUtilities.DefaultOptions.TypeInfoResolverChain.Where(resolver => resolver is not DefaultJsonTypeInfoResolver)]);
}
