using System.Net;
using System.Text;
using System.Text.Json;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

public class AbortTests
{
    private const string Endless = """{"text":"x","rid":"to-abort","stream":true,"sampling_params":{"max_new_tokens":1500,"ignore_eos":true}}""";

    [Theory(Timeout = 60_000)]
    [InlineData("""{"rid":"to-abort"}""")]
    [InlineData("""{"rid":"to-"}""")]
    [InlineData("""{"rid":"","abort_all":true}""")]
    public async Task An_aborted_request_ends_with_its_last_event_and_keeps_what_it_had(string abort)
    {
        await using var server = await ScriptedServer.StartAsync(new ScriptedEngine("abcdefgh") { HangAfter = 6 }, [.. ScriptedServer.Speculating, "--skip-server-warmup"]);
        using var response = await server.PostAsync("/generate", Endless, HttpCompletionOption.ResponseHeadersRead);
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync());
        var before = await ReadUntilAsync(body, "abcdef");

        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/abort_request", abort)).StatusCode);
        var last = Recording.EventsOf(before + await body.ReadToEndAsync())[^1];

        var root = JsonDocument.Parse(last).RootElement;
        Assert.Equal("""{"type":"abort","message":"Aborted","status_code":null,"err_type":null}""", root.GetProperty("meta_info").GetProperty("finish_reason").GetRawText());
        Assert.Equal("abcdef", root.GetProperty("text").GetString());
        string[] without = ["cached_tokens_details"];
        Assert.Equal(JsonShape.Of(Recording.Read("incremental.generate_aborted").Events[^1], without), JsonShape.Of(last, without));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_empty_id_and_an_unknown_id_abort_nothing()
    {
        var engine = new ScriptedEngine("abc") { HangAfter = 1 };
        await using var server = await ScriptedServer.StartAsync(engine, "--skip-server-warmup");
        using var response = await server.PostAsync("/generate", Endless, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/abort_request", """{"rid":""}""")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/abort_request", """{"rid":"other"}""")).StatusCode);

        Assert.Single(engine.Running);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("/flush_cache", "")).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_that_goes_away_ends_its_own_request_alone()
    {
        var engine = new ScriptedEngine("abc") { HangAfter = 1 };
        await using var server = await ScriptedServer.StartAsync(engine, "--skip-server-warmup");
        var leaving = await server.PostAsync("/generate", Endless, HttpCompletionOption.ResponseHeadersRead);
        // The other one's id begins with the id of the one that leaves.
        using var staying = await server.PostAsync("/generate", Endless.Replace("to-abort", "to-abort-not", StringComparison.Ordinal), HttpCompletionOption.ResponseHeadersRead);

        leaving.Dispose();
        while (engine.Running.Count > 1)
        {
            await Task.Delay(10);
        }

        Assert.StartsWith("to-abort-not", Assert.Single(engine.Running), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Flushing_answers_as_recorded()
    {
        await using var server = await ScriptedServer.StartAsync("abc", ScriptedServer.Speculating);
        await server.PostAsync("/generate", """{"text":"x"}""");
        Assert.True(server.Engine.Counters.VerifySteps > 0);

        var response = await server.Client.GetAsync("/flush_cache");

        Assert.Equal(Recording.Read("eagle3.flush_cache").Body, await response.Content.ReadAsStringAsync());
        Assert.Equal(0, server.Engine.Counters.VerifySteps);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_engine_that_dies_cuts_its_streams_and_ends_the_server_with_a_failure()
    {
        var engine = new ScriptedEngine("abc") { HangAfter = 1 };
        await using var server = await ScriptedServer.StartAsync(engine, "--skip-server-warmup");
        using var response = await server.PostAsync("/generate", Endless, HttpCompletionOption.ResponseHeadersRead);

        engine.Crash(new InvalidOperationException("the loop fell over"));

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
        Assert.Equal(1, await server.Exit);
        Assert.Contains("Scheduler hit an exception: System.InvalidOperationException: the loop fell over", server.Log, StringComparison.Ordinal);
    }

    private static async Task<string> ReadUntilAsync(StreamReader body, string text)
    {
        var read = new StringBuilder();
        while (!read.ToString().Contains(text, StringComparison.Ordinal))
        {
            read.Append(await body.ReadLineAsync() ?? throw new EndOfStreamException($"The answer ended without '{text}': {read}")).Append('\n');
        }

        return read.ToString();
    }
}
