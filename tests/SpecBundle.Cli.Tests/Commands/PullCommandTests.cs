using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary><c>specbundle pull</c> and <c>specbundle cache</c>, without a network.</summary>
public sealed class PullCommandTests
{
    private const int Timeout = 60_000;

    [Fact(Timeout = Timeout)]
    public async Task The_bundled_pair_needs_nothing()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "pull", "tiny");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("tiny comes with the embedded server: there is nothing to pull.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Without_a_network_a_dry_run_says_who_could_not_be_asked_and_what_to_do()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "pull", "qwen3-30b", "--dry-run");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("127.0.0.1:9 could not be asked for Qwen/Qwen3-30B-A3B-Instruct-2507", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("HF_ENDPOINT", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_pull_without_a_pair_asks_which_and_zero_connections_are_wrong_usage()
    {
        Assert.Equal(2, (await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "pull")).ExitCode);
        Assert.Equal(2, (await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "pull", "tiny", "--connections", "0")).ExitCode);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_empty_cache_is_said_to_people_and_to_machines()
    {
        var people = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "cache");
        Assert.Equal((0, "No pair of the catalog is in /nonexistent/huggingface/hub."), (people.ExitCode, people.Output.Trim()));
        var machines = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "cache", "--json");
        Assert.Empty(JsonDocument.Parse(machines.Output).RootElement.GetProperty("pairs").EnumerateArray());
        var removed = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "cache", "remove", "qwen3-30b", "--yes");
        Assert.Contains("Nothing of qwen3-30b", removed.Output, StringComparison.Ordinal);
    }
}
