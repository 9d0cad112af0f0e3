using System.Net;
using System.Net.Sockets;

namespace SpeculativeDecoding.Tests;

public class StopTests
{
    private const string Long = """{"text":"<|bos|><|user|>Tom has 3 apples.<|assistant|>","rid":"long","stream":true,"sampling_params":{"temperature":0,"max_new_tokens":400,"ignore_eos":true}}""";

    [Theory(Timeout = 120_000)]
    [InlineData(EmbeddedProcess.SigTerm)]
    [InlineData(EmbeddedProcess.SigInt)]
    public async Task An_idle_server_stops_at_a_signal_with_code_0_and_frees_its_port(int signal)
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Tiny);

        server.Signal(signal);

        Assert.Equal(0, await server.ExitAsync());
        using var probe = new TcpListener(IPAddress.Loopback, server.Client.BaseAddress!.Port);
        probe.Start();
    }

    [Fact(Timeout = 120_000)]
    public async Task SIGTERM_lets_a_running_stream_end_complete_and_takes_no_new_work()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync([.. EmbeddedProcess.Speculating, "--drain-timeout", "60"]);
        using var response = await server.PostAsync("/generate", Long, HttpCompletionOption.ResponseHeadersRead);

        server.Signal(EmbeddedProcess.SigTerm);
        while (!server.Log.Contains("SIGTERM received", StringComparison.Ordinal))
        {
            await Task.Delay(5);
        }

        var events = Recording.EventsOf(await response.Content.ReadAsStringAsync());
        Assert.Contains("\"finish_reason\":{\"type\":\"length\",\"length\":400}", events[^1], StringComparison.Ordinal);
        Assert.Equal(0, await server.ExitAsync());
        Assert.Contains("SIGTERM received. signum=None frame=None. Draining requests and shutting down...", server.Log, StringComparison.Ordinal);
        Assert.Contains("Gracefully exiting... Remaining number of requests 0. Remaining requests remaining_rids=[].", server.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_does_not_end_within_the_drain_time_ends_with_an_abort_and_its_done()
    {
        await using var server = await ScriptedServer.StartAsync(new ScriptedEngine("abc") { HangAfter = 1 }, "--skip-server-warmup", "--drain-timeout", "0.1");
        using var response = await server.PostAsync("/generate", Long, HttpCompletionOption.ResponseHeadersRead);

        server.Stop(SpeculativeDecoding.Embedded.StopRequest.Drain);

        Assert.Contains("\"type\":\"abort\"", Recording.EventsOf(await response.Content.ReadAsStringAsync())[^1], StringComparison.Ordinal);
        Assert.Equal(0, await server.Exit);
        Assert.Contains("remaining_rids=['long']", server.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_draining_server_is_not_healthy_and_refuses_new_requests()
    {
        await using var server = await ScriptedServer.StartAsync(new ScriptedEngine("abc") { HangAfter = 1 }, "--skip-server-warmup");
        using var response = await server.PostAsync("/generate", Long, HttpCompletionOption.ResponseHeadersRead);

        server.Stop(SpeculativeDecoding.Embedded.StopRequest.Drain);
        while ((await server.Client.GetAsync("/health")).StatusCode != HttpStatusCode.ServiceUnavailable)
        {
            await Task.Delay(5);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.PostAsync("/generate", """{"text":"x"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/abort_request", """{"rid":"long"}""")).StatusCode);
        Assert.Equal(0, await server.Exit);
    }

    [Fact(Timeout = 120_000)]
    public async Task SIGINT_ends_a_running_stream_with_an_abort()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync(EmbeddedProcess.Tiny);
        using var response = await server.PostAsync("/generate", Long, HttpCompletionOption.ResponseHeadersRead);

        server.Signal(EmbeddedProcess.SigInt);

        Assert.Contains("\"finish_reason\":{\"type\":\"abort\"", Recording.EventsOf(await response.Content.ReadAsStringAsync())[^1], StringComparison.Ordinal);
        Assert.Equal(0, await server.ExitAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_second_signal_ends_it_at_once()
    {
        await using var server = await EmbeddedProcess.StartReadyAsync([.. EmbeddedProcess.Tiny, "--drain-timeout", "600"]);
        // Requests enough that draining takes a while.
        var streams = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => server.PostAsync("/generate", Long.Replace("\"long\"", $"\"long-{i}\"", StringComparison.Ordinal), HttpCompletionOption.ResponseHeadersRead)));

        server.Signal(EmbeddedProcess.SigTerm);
        while (!server.Log.Contains("Gracefully exiting", StringComparison.Ordinal))
        {
            await Task.Delay(5);
        }

        server.Signal(EmbeddedProcess.SigTerm);

        Assert.Equal(143, await server.ExitAsync());
        Array.ForEach(streams, stream => stream.Dispose());
    }
}
