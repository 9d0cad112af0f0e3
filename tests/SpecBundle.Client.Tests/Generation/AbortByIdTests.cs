namespace SpeculativeDecoding.Tests;

/// <summary>SGLang aborts every request whose id begins with the one it is told.</summary>
public sealed class AbortByIdTests : IDisposable
{
    private readonly FakePython _python = new();

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_one_request_leaves_those_whose_ids_begin_alike(bool isEmbedded)
    {
        await using var server = await LaunchAsync(isEmbedded);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var first = new RunningAnswer(server.Client, "chat-1", cancellation.Token);
        var others = new[] { "chat-10", "chat-11", "chat-1x" }.Select(id => new RunningAnswer(server.Client, id, TestContext.Current.CancellationToken)).ToList();
        await Task.WhenAll(others.Append(first).Select(answer => answer.HasBegun));

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Result);
        await server.Client.GetServerInfoAsync(TestContext.Current.CancellationToken);

        if (isEmbedded)
        {
            Assert.All(await Task.WhenAll(others.Select(answer => answer.Result)), result => Assert.Equal(RunningAnswer.Tokens, result.Statistics.CompletionTokens));
        }
        else
        {
            // These streams end by an abort alone.
            await Task.Delay(200, TestContext.Current.CancellationToken);
            Assert.All(others, answer => Assert.False(answer.Result.IsCompleted));
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_request_is_aborted_by_its_id_from_another_client()
    {
        await using var server = await LaunchAsync(isEmbedded: false);
        using var other = new SpecClient(server.Address, new SpecClientOptions { ApiKey = server.ApiKey });
        var wanted = new RunningAnswer(server.Client, "chat-1", TestContext.Current.CancellationToken);
        var neighbor = new RunningAnswer(server.Client, "chat-10", TestContext.Current.CancellationToken);
        await Task.WhenAll(wanted.HasBegun, neighbor.HasBegun);

        await other.AbortAsync("chat-1", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<RequestAbortedException>(() => wanted.Result);
        Assert.Equal("a", error.Partial!.Text[..1]);
        Assert.False(neighbor.Result.IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_caller_sees_the_id_as_it_was_given()
    {
        await using var server = await LaunchAsync(isEmbedded: true);

        var result = await server.Client.GenerateAsync(new() { Prompt = "Tom", RequestId = "mine", Sampling = new() { MaxNewTokens = 4 } }, TestContext.Current.CancellationToken);

        Assert.Equal("mine", result.RequestId);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("chat#end")]
    public async Task An_id_that_no_request_can_have_is_refused(string id)
    {
        using var client = new SpecClient(new Uri("http://127.0.0.1:9"));

        var error = await Assert.ThrowsAsync<InvalidValueException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x", RequestId = id }, TestContext.Current.CancellationToken));

        Assert.Equal("GenerateRequest.RequestId", error.Property);
    }

    public void Dispose() => _python.Dispose();

    private Task<SpecServer> LaunchAsync(bool isEmbedded) => isEmbedded
        ? SpecBundle.LaunchAsync(Catalog.Tiny, TestApp.EmbeddedOptions(), null, TestContext.Current.CancellationToken)
        : SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, _python.Options("startup/plain"), null, TestContext.Current.CancellationToken);
}
