namespace SpeculativeDecoding.Tests;

/// <summary>What never ends is given up, after so many bytes or so long, with one sentence.</summary>
public sealed class EndlessAnswerTests
{
    private const int Limit = 180_000;
    private const string Stream = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
    private const string Frame = "data: {\"text\":\"a\",\"output_ids\":[5],\"meta_info\":{\"id\":\"r\",\"finish_reason\":null,\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n";
    private const string Json = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";

    // What is read, and what the system holds for both sides of a connection, up to 36 MB each.
    private const long Room = 160L * 1024 * 1024;
    private static readonly string Megabyte = new('A', 1024 * 1024);

    [Theory(Timeout = Limit)]
    [InlineData(Stream + Frame + "data: ", null, "a")]
    [InlineData(Stream + Frame + "data: {\"text\":\"", null, "a")]
    [InlineData(Stream + Frame, ": ping\n\n", "a")]
    [InlineData(Stream + Frame, "data: x\n", "a")]
    [InlineData(Json + "{\"text\":\"", null, "")]
    public async Task An_answer_without_end_is_bounded_and_what_arrived_is_kept(string beginning, string? repeated, string text)
    {
        await using var server = new EndlessServer(beginning, repeated is null ? Megabyte : string.Concat(Enumerable.Repeat(repeated, 100_000)));
        using var client = new SpecClient(server.Address);

        var error = await Assert.ThrowsAsync<MalformedAnswerException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.Contains("one piece of it is longer than 16 MiB", error.Message, StringComparison.Ordinal);
        Assert.Equal(text, error.Partial!.Text);
        Assert.InRange(server.Sent, 1, Room);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Frame)]
    [InlineData("data: {\"index\":5,\"text\":\"a\",\"meta_info\":{\"completion_tokens\":1}}\n\n")]
    [InlineData(": ping\n\n")]
    public async Task Frames_that_bring_nothing_are_silence(string repeated)
    {
        await using var server = new EndlessServer(Stream + Frame, repeated, TimeSpan.FromMilliseconds(5));
        using var client = new SpecClient(server.Address, new SpecClientOptions { IdleTimeout = TimeSpan.FromSeconds(1) });

        var error = await Assert.ThrowsAsync<GenerateTimeoutException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.Equal((GenerateLimit.Idle, TimeSpan.FromSeconds(1)), (error.Limit, error.Duration));
        Assert.Equal("a", error.Partial!.Text);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Json + "{\"version\":\"")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n")]
    public async Task So_are_info_metrics_and_health(string beginning)
    {
        await using var server = new EndlessServer(beginning, Megabyte);
        using var client = new SpecClient(server.Address);

        await Assert.ThrowsAsync<MalformedAnswerException>(() => client.GetServerInfoAsync(TestContext.Current.CancellationToken));
        Assert.Null(await client.GetGeneratedTokensAsync(TestContext.Current.CancellationToken));
        Assert.False(await client.IsHealthyAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<MalformedAnswerException>(() => client.FlushCacheAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<MalformedAnswerException>(() => SpecBundle.AttachAsync(server.Address, cancellationToken: TestContext.Current.CancellationToken));

        Assert.InRange(server.Sent, 1, 8 * Room);
    }

    [Fact(Timeout = Limit)]
    public async Task Of_a_refusal_without_end_its_first_words_are_told()
    {
        await using var server = new EndlessServer("HTTP/1.1 500 No\r\ncontent-type: text/html\r\n\r\nGo away. ", Megabyte);
        using var client = new SpecClient(server.Address);

        var error = await Assert.ThrowsAsync<RequestRejectedException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.StartsWith("Go away. AAA", error.ServerMessage, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 100, 3_000);
        Assert.InRange(server.Sent, 1, Room);
    }
}
