using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

public class ServerLogTests
{
    [Fact(Timeout = 30_000)]
    public void A_line_has_its_time_and_never_the_key()
    {
        var text = new StringWriter();
        new ServerLog(text, ServerLogLevel.Info, TimeProvider.System, "sk-1").Info("key sk-1, twice sk-1");
        Assert.Matches(@"^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] key \*{6}, twice \*{6}\n$", text.ToString());
    }

    [Fact(Timeout = 30_000)]
    public void Lines_below_the_level_are_left_out()
    {
        var text = new StringWriter();
        var log = new ServerLog(text, ServerLog.LevelOf("warning"), TimeProvider.System);
        log.Info("info");
        log.Warning("warning");
        Assert.DoesNotContain("info", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("warning", text.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_forty_decode_steps_a_line_tells_accept_length_and_rate()
    {
        await using var server = await ScriptedServer.StartAsync(new ScriptedEngine("abcdefgh"), [.. ScriptedServer.Speculating, "--skip-server-warmup"]);
        await server.PostAsync("/generate", """{"text":"x","sampling_params":{"max_new_tokens":400,"ignore_eos":true}}""");

        // Steps of 4, 1, 3 and 2 tokens over and over: 2.5 on average, half of the 3 drafts accepted.
        var lines = server.Log.Split('\n').Where(line => line.Contains("Decode batch", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.Contains("accept len: 2.50, accept rate: 0.50, cuda graph: False, gen throughput (token/s): ", line, StringComparison.Ordinal));
    }
}
