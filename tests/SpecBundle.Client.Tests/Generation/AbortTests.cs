using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>A request that is not wanted any more ends on the server too.</summary>
public sealed class AbortTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;
    private const string Stream = "eagle3.generate_stream";
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Theory(Timeout = Limit)]
    [InlineData(";hang=0", 0)]
    [InlineData(";hang=168", 0)]
    [InlineData(";hang=3000", 5)]
    public async Task Cancelling_aborts_the_request_on_the_server(string options, int chunks)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var client = Client(options, new SpecClientOptions());
        var id = Guid.NewGuid().ToString("N");
        var seen = 0;
        var cancelling = chunks == 0 ? CancelOnceAskedAsync() : Task.CompletedTask;

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.StreamAsync(new GenerateRequest { Prompt = "x", RequestId = id }, cancellation.Token))
            {
                if (++seen == chunks)
                {
                    await cancellation.CancelAsync();
                }
            }
        });

        await cancelling;
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.Equal(chunks, seen);
        await AssertAbortedAsync(id, options);

        // Not before the server has the request: what was never sent is never aborted.
        async Task CancelOnceAskedAsync()
        {
            await server.WaitForAsync(report => IsRequest(report, id), TestContext.Current.CancellationToken);
            await cancellation.CancelAsync();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Leaving_the_loop_aborts_the_request_on_the_server()
    {
        using var client = Client(";hang=3001", new SpecClientOptions());
        var id = Guid.NewGuid().ToString("N");

        await foreach (var chunk in client.StreamAsync(new GenerateRequest { Prompt = "x", RequestId = id }, TestContext.Current.CancellationToken))
        {
            Assert.Equal("First", chunk.Text);
            break;
        }

        await AssertAbortedAsync(id, ";hang=3001");
    }

    [Theory(Timeout = Limit)]
    [InlineData(";hang=1", GenerateLimit.FirstToken, 0)]
    [InlineData(";hang=169", GenerateLimit.FirstToken, 0)]
    [InlineData(";hang=3002", GenerateLimit.Idle, 13)]
    public async Task A_silent_server_is_a_typed_time_out_and_the_request_is_aborted(string options, GenerateLimit limit, int tokens)
    {
        using var client = Client(options, new SpecClientOptions { FirstTokenTimeout = limit == GenerateLimit.FirstToken ? Short : TimeSpan.FromMinutes(1), IdleTimeout = Short });
        var id = Guid.NewGuid().ToString("N");

        var error = await Assert.ThrowsAsync<GenerateTimeoutException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x", RequestId = id }, TestContext.Current.CancellationToken));

        Assert.Equal((limit, Short), (error.Limit, error.Duration));
        Assert.Equal(tokens, error.Partial!.OutputIds.Count);
        await AssertAbortedAsync(id, options);
    }

    [Fact(Timeout = Limit)]
    public async Task A_finished_request_is_not_aborted()
    {
        using var client = Client("", new SpecClientOptions());
        var id = Guid.NewGuid().ToString("N");

        await foreach (var chunk in client.StreamAsync(new GenerateRequest { Prompt = "x", RequestId = id }, TestContext.Current.CancellationToken))
        {
            if (chunk.Result is not null)
            {
                break;
            }
        }

        await client.AbortAsync("the-last-call", TestContext.Current.CancellationToken);
        await server.WaitForAsync(report => IsAbortOf(report, "the-last-call"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(server.Reports, report => IsAbortOf(report, id));
    }

    private static bool IsRequest(JsonElement report, string id) =>
        report.TryGetProperty("path", out var path) && path.GetString()!.EndsWith("/generate", StringComparison.Ordinal) && report.GetProperty("body").GetString()!.Contains(id, StringComparison.Ordinal);

    private static bool IsAbortOf(JsonElement report, string id) =>
        report.TryGetProperty("path", out var path) && path.GetString()!.EndsWith("/abort_request", StringComparison.Ordinal)
        && report.GetProperty("body").GetString() == $$"""{"rid":"{{id}}#end"}""";

    private async Task AssertAbortedAsync(string id, string options)
    {
        await server.WaitForAsync(report => IsAbortOf(report, id), TestContext.Current.CancellationToken);
        var left = server.Address(Stream, options).AbsolutePath + "generate";
        await server.WaitForAsync(report => report.TryGetProperty("left", out var path) && path.GetString() == left, TestContext.Current.CancellationToken);
    }

    private SpecClient Client(string options, SpecClientOptions clientOptions) => new(server.Address(Stream, options), clientOptions);
}
