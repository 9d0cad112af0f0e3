using System.ClientModel;
using OpenAI;
using OpenAI.Chat;

namespace SpeculativeDecoding.Tests;

/// <summary>The official client of OpenAI's API against the server that ours talks to.</summary>
public sealed class OpenAiClientTests(ReplayProcess replay, TinyServer tiny) : IClassFixture<ReplayProcess>, IClassFixture<TinyServer>
{
    private const int Limit = 120_000;
    private const string Question = "Tom has 3 apples and buys 4 more. How many apples does Tom have?";

    [Fact(Timeout = Limit)]
    public async Task Both_clients_get_the_same_answer_from_one_launched_pair()
    {
        var official = Official(new Uri(tiny.Server.Address, "v1"), tiny.Server.ApiKey ?? "none");
        var options = new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 32 };

        var whole = (await official.CompleteChatAsync([new UserChatMessage(Question)], options, TestContext.Current.CancellationToken)).Value;
        var streamed = "";
        await foreach (var update in official.CompleteChatStreamingAsync([new UserChatMessage(Question)], options, TestContext.Current.CancellationToken))
        {
            streamed += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        var own = await tiny.Server.AsIChatClient().ReadAsync(new() { Temperature = 0, MaxOutputTokens = 32 }, [new(Microsoft.Extensions.AI.ChatRole.User, Question)]);
        Assert.Equal(string.Concat(own.Select(update => update.Text)), streamed);
        Assert.Equal(streamed, whole.Content[0].Text);
        Assert.Equal(own[^1].GetStatistics()!.CompletionTokens, whole.Usage.OutputTokenCount);
        Assert.NotNull(own[^1].GetStatistics()!.Speculation);
    }

    [Fact(Timeout = Limit)]
    public async Task Both_read_the_calls_of_tools_alike()
    {
        var name = Weather.AddTo(replay);
        var official = Official(new Uri(replay.Address(name), "v1"), "none");
        var arguments = "";
        await foreach (var update in official.CompleteChatStreamingAsync([new UserChatMessage(Question)], cancellationToken: TestContext.Current.CancellationToken))
        {
            arguments += string.Concat(update.ToolCallUpdates.Select(call => call.FunctionArgumentsUpdate?.ToString()));
        }

        using var client = new SpecClient(replay.Address(name));
        var call = (await client.AsIChatClient().ReadAsync()).SelectMany(update => update.Contents).OfType<Microsoft.Extensions.AI.FunctionCallContent>().Single();

        Assert.Equal("""{"city": "Paris"}""", arguments);
        Assert.Equal(("weather", "Paris"), (call.Name, call.Arguments!["city"]!.ToString()));
    }

    private static ChatClient Official(Uri address, string key) => new("any", new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = address });
}
