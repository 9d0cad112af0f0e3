using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>What a request does besides bringing text: its time-outs, its aborts, its log.</summary>
public sealed class RequestCourseTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 120_000;
    private const string Stream = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
    private const string Piece = "data: {\"text\":\"b\",\"output_ids\":[7],\"meta_info\":{\"finish_reason\":null}}\n\n";

    [Fact(Timeout = Limit)]
    public async Task A_reader_that_takes_its_time_is_no_silence_of_the_server()
    {
        await using var endless = new EndlessServer(Stream, Piece, TimeSpan.FromMilliseconds(20));
        using var client = new SpecClient(endless.Address, new SpecClientOptions { FirstTokenTimeout = TimeSpan.FromSeconds(20), IdleTimeout = TimeSpan.FromSeconds(1) });
        var read = 0;

        await foreach (var chunk in client.StreamAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken))
        {
            Assert.Equal(1, chunk.NewTokens);
            if (++read > 200)
            {
                break;
            }

            // As long as the limit and longer: what waits in the buffers is read first, and then the connection.
            await Task.Delay(read is 1 or 100 or 150 ? 2_000 : 0, TestContext.Current.CancellationToken);
        }

        Assert.Equal(201, read);
    }

    [Fact(Timeout = Limit)]
    public async Task Requests_that_a_stop_has_aborted_are_aborted_once()
    {
        using var client = new SpecClient(server.Address("eagle3.generate_stream", ";hang=3000"));
        string[] ids = [Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N")];
        var requests = ids.Select(id => client.GenerateAsync(new GenerateRequest { Prompt = "x", RequestId = id }, TestContext.Current.CancellationToken)).ToList();
        foreach (var id in ids)
        {
            await server.WaitForAsync(report => Body(report, "/generate")?.Contains(id, StringComparison.Ordinal) == true, TestContext.Current.CancellationToken);
        }

        await client.Connection.StopRequestsAsync(new ServerStoppedException("The app let the server go."), ends: false);

        foreach (var request in requests)
        {
            await Assert.ThrowsAsync<ServerStoppedException>(() => request);
        }

        using var last = new SpecClient(server.Address("eagle3.generate_stream", ""));
        var mark = Guid.NewGuid().ToString("N");
        await last.AbortAsync(mark, TestContext.Current.CancellationToken);
        await server.WaitForAsync(report => Body(report, "/abort_request")?.Contains(mark, StringComparison.Ordinal) == true, TestContext.Current.CancellationToken);
        Assert.All(ids, id => Assert.Single(server.Reports, report => Body(report, "/abort_request")?.Contains(id, StringComparison.Ordinal) == true));
    }

    [Fact(Timeout = Limit)]
    public async Task The_end_of_a_request_is_logged_once_and_each_violation_as_a_warning()
    {
        using var log = new RecordingLog();
        const string Lie = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nConnection: close\r\n\r\n{\"text\":\"x\",\"meta_info\":{\"finish_reason\":{\"type\":\"length\"},\"completion_tokens\":2,\"prompt_tokens\":-1}}";
        using var client = new SpecClient(server.Address(server.Add(System.Text.Encoding.UTF8.GetBytes(Lie))), new SpecClientOptions { LoggerFactory = log });

        await client.GenerateAsync(new GenerateRequest { Prompt = "x", RequestId = "mine", Stream = false }, TestContext.Current.CancellationToken);

        Assert.Single(log.Lines, line => line.StartsWith("Debug Request mine ended (", StringComparison.Ordinal));
        Assert.Single(log.Lines, line => line.StartsWith("Warning Request mine: The server's prompt_tokens is -1", StringComparison.Ordinal));
    }

    private static string? Body(JsonElement report, string route) =>
        report.TryGetProperty("path", out var path) && path.GetString()!.EndsWith(route, StringComparison.Ordinal) ? report.GetProperty("body").GetString() : null;
}
