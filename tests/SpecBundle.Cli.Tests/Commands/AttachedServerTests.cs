using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary><c>--attach</c> at servers that die, or that are there and send nothing.</summary>
public sealed class AttachedServerTests
{
    private const string Prompt = "<|bos|><|user|>A box holds 6 pens. How many pens are in 4 boxes?<|assistant|>";
    private const int Prompts = 200;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Generate_stops_at_a_server_that_died_keeps_what_it_has_and_says_it_once()
    {
        using var prompts = new TemporaryFile(string.Concat(Enumerable.Repeat(JsonSerializer.Serialize(new { prompt = Prompt }) + "\n", Prompts)));
        await using var launch = CommandProcess.Start("launch", "tiny", "--json");
        var (address, key) = await ServerAsync(launch);
        await using var generate = CommandProcess.Start("generate", "--attach", address, "--api-key", key, "--prompts", prompts.Path, "--max-new-tokens", "48", "--json");
        await generate.WaitForLineAsync("{", Cancellation);

        launch.Kill();
        var outcome = await generate.WaitAsync(Cancellation);

        Assert.Equal(1, outcome.ExitCode);
        var failed = outcome.OutputLines.Count(line =>
        {
            using var row = JsonDocument.Parse(line);
            return row.RootElement.TryGetProperty("error", out _);
        });
        Assert.Equal(1, failed);
        var left = Prompts - outcome.OutputLines.Length;
        Assert.True(left > 0);
        Assert.Single(outcome.ErrorLines, line => line == $"The server is gone: {left} of {Prompts} prompts were not asked.");
        Assert.Single(outcome.ErrorLines, line => line.Contains("No server answers at", StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task Bench_stops_at_a_server_that_died_and_reports_what_it_has()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-bench-").FullName;
        try
        {
            await using var launch = CommandProcess.Start("launch", "tiny", "--json");
            var (address, key) = await ServerAsync(launch);
            await using var bench = CommandProcess.Start("bench", "tiny", "--attach", address, "--api-key", key, "--config-list", "1,3,1,4", "--synthetic", $"{Prompts}:20:40", "--no-chat-template", "--output", folder);
            var requests = Path.Combine(folder, "requests.jsonl");
            while (!File.Exists(requests) || new FileInfo(requests).Length == 0)
            {
                await Task.Delay(5, Cancellation);
            }

            launch.Kill();
            var outcome = await bench.WaitAsync(Cancellation);

            Assert.Equal(1, outcome.ExitCode);
            Assert.InRange((await File.ReadAllLinesAsync(requests, Cancellation)).Count(line => line.Contains("\"error\":\"", StringComparison.Ordinal)), 1, 2);
            Assert.Single(outcome.ErrorLines, line => line.StartsWith("specbundle: ", StringComparison.Ordinal));
            Assert.Contains("requests were not asked", outcome.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_is_there_and_sends_nothing_is_waited_for_as_long_as_the_option_says()
    {
        using var server = new SilentServer();

        var outcome = await CommandProcess.RunAsync(Cancellation, "generate", "--attach", server.Address, "--prompt", "x", "--first-token-timeout", "1", "--json");

        Assert.Equal(1, outcome.ExitCode);
        using var row = JsonDocument.Parse(Assert.Single(outcome.OutputLines));
        var error = row.RootElement.GetProperty("error");
        Assert.Equal("GenerateTimeoutException", error.GetProperty("type").GetString());
        Assert.Contains("no token for 1 s, the limit of --first-token-timeout", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("--first-token-timeout sets the limit", error.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("launch", "--phase-timeout")]
    [InlineData("launch", "--start-timeout")]
    [InlineData("generate", "--first-token-timeout")]
    [InlineData("chat", "--first-token-timeout")]
    [InlineData("bench", "--first-token-timeout")]
    public async Task A_limit_that_is_no_time_is_refused(string command, string option)
    {
        var outcome = await CommandProcess.RunAsync(Cancellation, command, "tiny", option, "0");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"{option} is a number of seconds above 0, not '0'.", outcome.Error, StringComparison.Ordinal);
    }

    private static async Task<(string Address, string Key)> ServerAsync(CommandProcess launch)
    {
        using var server = JsonDocument.Parse(await launch.WaitForLineAsync("{", Cancellation));
        return (server.RootElement.GetProperty("address").GetString()!, server.RootElement.GetProperty("api_key").GetString()!);
    }
}
