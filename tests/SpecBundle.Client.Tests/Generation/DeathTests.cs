using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

/// <summary>A server that dies under a request.</summary>
public sealed class DeathTests
{
    private const int Limit = 60_000;
    private const string Stream = "eagle3.generate_stream";

    [Theory(Timeout = Limit)]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(5000)]
    public async Task A_server_killed_while_it_streams_is_a_cut_stream_at_once(int bytes)
    {
        await using var server = new ReplayProcess();
        await server.InitializeAsync();
        using var client = new SpecClient(server.Address(Stream, $";die={bytes}"), new SpecClientOptions());

        var clock = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<StreamCutException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        // Far below every time-out of the client: it was the cut that told.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20));
        Assert.StartsWith(error.Partial!.Text, RecordedStream.Load(Stream).Text(Stream), StringComparison.Ordinal);
        await server.WaitForEndAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = Limit)]
    public async Task News_of_the_servers_death_ends_a_request_that_hangs_and_those_after_it()
    {
        await using var server = new ReplayProcess();
        await server.InitializeAsync();
        var fate = new ServerFate();
        using var client = new SpecClient(server.Address(Stream, ";hang=5000"), new SpecClientOptions(), fate, knowsDeath: true);
        var diagnosis = new InvalidOperationException("The GPU ran out of memory.");

        var error = await Assert.ThrowsAsync<ServerLostException>(async () =>
        {
            await foreach (var _ in client.StreamAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken))
            {
                fate.End(diagnosis);
            }
        });
        var later = await Assert.ThrowsAsync<ServerLostException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.Same(diagnosis, error.InnerException);
        Assert.Contains("ran out of memory", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Partial!.OutputIds);
        Assert.Same(diagnosis, later.InnerException);
    }

    [Fact(Timeout = Limit)]
    public async Task A_cut_stream_waits_a_moment_for_the_diagnosis()
    {
        await using var server = new ReplayProcess();
        await server.InitializeAsync();
        var fate = new ServerFate();
        using var client = new SpecClient(server.Address(Stream, ";truncate=5000"), new SpecClientOptions(), fate, knowsDeath: true);
        var diagnosis = new InvalidOperationException("It was killed.");
        using var timer = new Timer(_ => fate.End(diagnosis));

        var error = await Assert.ThrowsAsync<ServerLostException>(async () =>
        {
            await foreach (var _ in client.StreamAsync("x", cancellationToken: TestContext.Current.CancellationToken))
            {
                // Counted from the last chunk that came: the diagnosis follows the cut.
                timer.Change(500, Timeout.Infinite);
            }
        });

        Assert.Same(diagnosis, error.InnerException);
        Assert.NotEmpty(error.Partial!.OutputIds);
    }
}
