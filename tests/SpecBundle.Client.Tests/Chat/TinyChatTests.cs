using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>Chats with the pair tiny, which really speculates.</summary>
public sealed class TinyChatTests
{
    private static readonly ChatMessage[] Apples = [new(ChatRole.User, "Tom has 3 apples and buys 4 more. How many apples does Tom have?")];

    [Fact(Timeout = 120_000)]
    public async Task A_conversation_streams_with_the_accept_length_of_every_answer()
    {
        await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny, TestApp.EmbeddedOptions(), null, TestContext.Current.CancellationToken);
        var chat = server.AsIChatClient();
        var history = new List<ChatMessage>(Apples);
        for (var turn = 0; turn < 3; turn++)
        {
            var response = (await chat.ReadAsync(new ChatOptions { Temperature = 0, MaxOutputTokens = 48 }, history)).ToChatResponse();
            Assert.NotEmpty(response.Text);
            Assert.InRange(response.GetStatistics()!.Speculation!.AcceptLength!.Value, 1, 10);
            Assert.Empty(response.GetStatistics()!.Violations);
            history.AddMessages(response);
            history.Add(new ChatMessage(ChatRole.User, "And with 2 more?"));
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task With_and_without_a_stream_text_and_counts_are_the_same_and_those_of_the_native_route()
    {
        await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny, TestApp.EmbeddedOptions(), null, TestContext.Current.CancellationToken);
        var chat = server.AsIChatClient();
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 64 };

        await server.Client.FlushCacheAsync(TestContext.Current.CancellationToken);
        var streamed = (await chat.ReadAsync(options, Apples)).ToChatResponse();
        await server.Client.FlushCacheAsync(TestContext.Current.CancellationToken);
        var whole = await chat.GetResponseAsync(Apples, options, TestContext.Current.CancellationToken);
        await server.Client.FlushCacheAsync(TestContext.Current.CancellationToken);
        var native = await server.Client.GenerateAsync(
            new GenerateRequest { Prompt = $"<|bos|><|user|>{Apples[0].Text}<|assistant|>", Sampling = new() { Temperature = 0, MaxNewTokens = 64 } }, TestContext.Current.CancellationToken);

        Assert.Equal((native.Text, native.Text), (streamed.Text, whole.Text));
        foreach (var statistics in (RequestStatistics[])[streamed.GetStatistics()!, whole.GetStatistics()!])
        {
            var (own, theirs) = (statistics.Speculation!, native.Statistics.Speculation!);
            Assert.Equal((native.Statistics.PromptTokens, native.Statistics.CompletionTokens), (statistics.PromptTokens, statistics.CompletionTokens));
            Assert.Equal((theirs.VerifySteps, theirs.AcceptedDrafts, theirs.ProposedDrafts), (own.VerifySteps, own.AcceptedDrafts, own.ProposedDrafts));
            Assert.Equal(theirs.AcceptHistogram, own.AcceptHistogram);
            Assert.Empty(statistics.Violations);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Stopping_the_server_ends_a_chat_with_what_had_arrived()
    {
        var server = await SpecBundle.LaunchAsync(Catalog.Tiny, TestApp.EmbeddedOptions(), null, TestContext.Current.CancellationToken);
        var text = "";

        var error = await Assert.ThrowsAsync<ServerStoppedException>(async () =>
        {
            await foreach (var update in server.AsIChatClient().GetStreamingResponseAsync(Apples, new ChatOptions { MaxOutputTokens = 1900, AdditionalProperties = new() { ["ignore_eos"] = true } }, TestContext.Current.CancellationToken))
            {
                text += update.Text;
                if (text.Length > 0)
                {
                    await server.StopAsync(TestContext.Current.CancellationToken);
                }
            }
        });

        Assert.StartsWith(text, error.Partial!.Text, StringComparison.Ordinal);
        await server.DisposeAsync();
    }
}
