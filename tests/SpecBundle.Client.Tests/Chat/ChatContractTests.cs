using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>What Microsoft.Extensions.AI asks of whoever implements its chat client.</summary>
public sealed class ChatContractTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;
    private const string Stream = "eagle3.chat_stream_full";
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact(Timeout = Limit)]
    public void What_is_null_is_refused_at_the_call_and_not_when_it_is_read()
    {
        using var client = new SpecClient(server.Address(Stream));
        var chat = client.AsIChatClient();

        Assert.Throws<ArgumentNullException>("messages", () => { _ = chat.GetResponseAsync((IEnumerable<ChatMessage>)null!); });
        Assert.Throws<ArgumentNullException>("messages", () => chat.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!));
        Assert.Throws<ArgumentNullException>("serviceType", () => chat.GetService(null!));
        Assert.Throws<ArgumentNullException>("client", () => ((SpecClient)null!).AsIChatClient());
        Assert.Throws<ArgumentNullException>("server", () => ((SpecServer)null!).AsIChatClient());
        Assert.Throws<ArgumentNullException>("response", () => ((ChatResponse)null!).GetStatistics());
        Assert.Throws<InvalidValueException>(() => client.AsIChatClient(new ChatClientOptions { Route = (ChatRoute)7 }));
        Assert.Throws<InvalidValueException>(() => client.AsIChatClient(new ChatClientOptions { ModelId = "" }));
    }

    [Fact(Timeout = Limit)]
    public async Task It_gives_its_metadata_and_what_it_stands_on()
    {
        using var client = new SpecClient(server.Address(Stream));
        await using var attached = await SpecBundle.AttachAsync(server.Address(server.AddServer(("server_info", "eagle3.get_server_info_after"), ("health", "eagle3.get_health"))), cancellationToken: TestContext.Current.CancellationToken);
        var (chat, ofServer) = (client.AsIChatClient(new ChatClientOptions { ModelId = "mine" }), attached.AsIChatClient());

        var metadata = chat.GetService<ChatClientMetadata>()!;
        Assert.Equal(("sglang", client.Address, "mine"), (metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId));
        Assert.Same(client, chat.GetService<SpecClient>());
        Assert.Null(chat.GetService<SpecServer>());
        Assert.Same(chat, chat.GetService<IChatClient>());
        Assert.Null(chat.GetService(typeof(IChatClient), "key"));
        Assert.Null(chat.GetService<string>());
        Assert.Same(attached, ofServer.GetService<SpecServer>());
        Assert.Same(attached.Client, ofServer.GetService<SpecClient>());
        Assert.Equal("local/tiny-pair/target", ofServer.GetService<ChatClientMetadata>()!.DefaultModelId);
    }

    [Fact(Timeout = Limit)]
    public void A_replaced_client_has_a_chat_client_too()
    {
        using var client = new Replaced();

        Assert.Equal("sglang", client.AsIChatClient().GetService<ChatClientMetadata>()!.ProviderName);
    }

    [Fact(Timeout = Limit)]
    public async Task Neither_messages_nor_options_are_changed_and_later_changes_of_them_are_not_sent()
    {
        var name = server.Add(Chats.Stream([Chats.Chunk("""{"content":"x"}""", "stop")]));
        using var client = new SpecClient(server.Address(name));
        var history = new List<ChatMessage> { new(ChatRole.User, "first") };
        var options = new ChatOptions { Instructions = "i", StopSequences = ["a"], AdditionalProperties = new() { ["min_p"] = 0.5 } };
        var before = JsonSerializer.Serialize((history, options), AIJsonUtilities.DefaultOptions);

        var updates = client.AsIChatClient().GetStreamingResponseAsync(history, options, TestContext.Current.CancellationToken);
        Assert.Equal(before, JsonSerializer.Serialize((history, options), AIJsonUtilities.DefaultOptions));
        history.Add(new ChatMessage(ChatRole.User, "second"));
        options.StopSequences.Add("b");
        options.Temperature = 0;
        Assert.NotEmpty(await updates.ToListAsync(TestContext.Current.CancellationToken));

        var sent = await server.SentAsync(name);
        Assert.Equal(2, sent.GetProperty("messages").GetArrayLength());
        Assert.Equal("""["a"]""", sent.GetProperty("stop").GetRawText());
        Assert.False(sent.TryGetProperty("temperature", out _));
    }

    [Fact(Timeout = Limit)]
    public async Task Every_enumeration_is_a_request_of_its_own()
    {
        var name = server.Add(Chats.Stream([Chats.Chunk("""{"content":"x"}""", "stop")]));
        using var client = new SpecClient(server.Address(name));
        var updates = client.AsIChatClient().GetStreamingResponseAsync(Chats.Question);

        Assert.Equal("x", (await updates.ToChatResponseAsync(TestContext.Current.CancellationToken)).Text);
        Assert.Equal("x", (await updates.ToChatResponseAsync(TestContext.Current.CancellationToken)).Text);

        await server.WaitForAsync(_ => Bodies().Count == 2, TestContext.Current.CancellationToken);
        Assert.Equal(2, Bodies().Distinct().Count());

        List<string> Bodies() => [.. server.Reports.Where(report => report.TryGetProperty("path", out var path) && path.GetString() == $"/{name}/{Chats.Route}").Select(report => JsonDocument.Parse(report.GetProperty("body").GetString()!).RootElement.GetProperty("rid").GetString()!)];
    }

    [Fact(Timeout = Limit)]
    public async Task Many_requests_at_once_do_not_meet()
    {
        using var client = new SpecClient(server.Address(Stream, ";cut=50"));
        var chat = client.AsIChatClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ => string.Concat((await chat.ReadAsync()).Select(update => update.Text))));

        Assert.Single(answers.Distinct());
    }

    [Fact(Timeout = Limit)]
    public async Task Text_is_handed_out_before_the_answer_has_ended()
    {
        using var client = new SpecClient(server.Address(Stream, ";hang=1300"));
        await using var updates = client.AsIChatClient().GetStreamingResponseAsync(Chats.Question, cancellationToken: TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var text = "";

        while (text != "Eliza" && await updates.MoveNextAsync())
        {
            text += updates.Current.Text;
        }

        Assert.Equal("Eliza", text);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Cancelling_and_leaving_abort_the_request_on_the_server(bool streams, bool cancels)
    {
        var options = streams ? ";hang=1301" : ";hang=0";
        var id = Guid.NewGuid().ToString("N");
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var client = new SpecClient(server.Address(Stream, options));
        var chat = client.AsIChatClient();
        var own = new ChatOptions { AdditionalProperties = new() { ["rid"] = id } };

        if (!cancels)
        {
            await foreach (var update in chat.GetStreamingResponseAsync(Chats.Question, own, cancellation.Token))
            {
                if (update.Text.Length > 0)
                {
                    break;
                }
            }
        }
        else
        {
            var reading = streams ? (Task)chat.GetStreamingResponseAsync(Chats.Question, own, cancellation.Token).ToChatResponseAsync(CancellationToken.None) : chat.GetResponseAsync(Chats.Question, own, cancellation.Token);
            await server.WaitForAsync(report => report.TryGetProperty("body", out var body) && body.GetString()!.Contains(id, StringComparison.Ordinal), TestContext.Current.CancellationToken);
            await cancellation.CancelAsync();
            Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading)).CancellationToken);
        }

        await server.WaitForAsync(report => IsAbortOf(report, id), TestContext.Current.CancellationToken);
        await server.WaitForAsync(report => report.TryGetProperty("left", out var path) && path.GetString() == server.Address(Stream, options).AbsolutePath + Chats.Route, TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = Limit)]
    public async Task A_request_whose_end_was_read_is_not_aborted()
    {
        using var client = new SpecClient(server.Address(Stream));
        var id = Guid.NewGuid().ToString("N");

        await foreach (var update in client.AsIChatClient().GetStreamingResponseAsync(Chats.Question, new ChatOptions { AdditionalProperties = new() { ["rid"] = id } }, TestContext.Current.CancellationToken))
        {
            if (update.FinishReason is not null)
            {
                Assert.Equal(id == update.ResponseId ? id : "c38df6e409d34c00ae14828e3f1edc9c", update.ResponseId);
                break;
            }
        }

        await client.AbortAsync("the-last-chat", TestContext.Current.CancellationToken);
        await server.WaitForAsync(report => IsAbortOf(report, "the-last-chat"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(server.Reports, report => IsAbortOf(report, id));
    }

    [Theory(Timeout = Limit)]
    [InlineData(";hang=0", GenerateLimit.FirstToken, "")]
    [InlineData(";hang=460", GenerateLimit.FirstToken, "")]
    [InlineData(";hang=1302", GenerateLimit.Idle, "Eliza")]
    public async Task A_silent_server_is_a_typed_time_out_with_what_had_arrived(string options, GenerateLimit limit, string text)
    {
        using var client = new SpecClient(server.Address(Stream, options), new SpecClientOptions { FirstTokenTimeout = limit == GenerateLimit.FirstToken ? Short : TimeSpan.FromMinutes(1), IdleTimeout = Short });

        var error = await Assert.ThrowsAsync<GenerateTimeoutException>(() => client.AsIChatClient().ReadAsync());

        Assert.Equal((limit, text), (error.Limit, error.Partial!.Text));
    }

    [Fact(Timeout = Limit)]
    public async Task Disposing_it_leaves_the_client_as_it_is()
    {
        using var client = new SpecClient(server.Address(Stream));
        var chat = client.AsIChatClient();

        chat.Dispose();

        Assert.NotEmpty(await chat.ReadAsync());
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => chat.ReadAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Nobody_there_is_a_typed_error()
    {
        using var client = new SpecClient(new Uri("http://127.0.0.1:1"));

        await Assert.ThrowsAsync<ServerUnreachableException>(() => client.AsIChatClient().ReadAsync());
        await Assert.ThrowsAsync<ServerUnreachableException>(() => client.AsIChatClient().GetResponseAsync(Chats.Question, cancellationToken: TestContext.Current.CancellationToken));
    }

    private static bool IsAbortOf(JsonElement report, string id) =>
        report.TryGetProperty("path", out var path) && path.GetString()!.EndsWith("/abort_request", StringComparison.Ordinal) && report.GetProperty("body").GetString() == $$"""{"rid":"{{id}}#end"}""";

    private sealed class Replaced : SpecClient;
}
