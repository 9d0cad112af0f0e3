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

    [Fact(Timeout = Timeout)]
    public async Task A_folder_that_does_not_exist_is_wrong_usage_and_named_by_its_option()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "pull", "--target", "../missing");
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("--target", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("../missing", outcome.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_revision_can_be_named_and_one_that_can_not_be_meant_is_named_by_its_option()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "pull", "qwen3-30b", "--draft-revision", "");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--draft-revision", outcome.Error, StringComparison.Ordinal);
        var offline = await RunAsync("/nonexistent/huggingface", "pull", "qwen3-30b", "--revision", "v1.5");
        Assert.Contains("lacks Qwen/Qwen3-30B-A3B-Instruct-2507 at v1.5", offline.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_plan_for_a_machine_that_may_not_ask_says_which_model_is_lacking()
    {
        var home = Directory.CreateTempSubdirectory("specbundle-home-").FullName;
        try
        {
            var model = Path.Combine(home, "hub", "models--Qwen--Qwen3-30B-A3B-Instruct-2507");
            Directory.CreateDirectory(Path.Combine(model, "refs"));
            var snapshot = Directory.CreateDirectory(Path.Combine(model, "snapshots", new string('a', 40))).FullName;
            await File.WriteAllTextAsync(Path.Combine(model, "refs", "main"), new string('a', 40), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(snapshot, "config.json"), "{}", TestContext.Current.CancellationToken);
            var plan = await RunAsync(home, "plan", "qwen3-30b", "--sglang-version", "0.5.6");
            Assert.Contains("the cache lacks lmsys/SGLang-EAGLE3-Qwen3-30B-A3B-Instruct-2507-SpecForge-Nex", plan.Output + plan.Error, StringComparison.Ordinal);

            // Both lists of the cache's view say what lies there.
            var cache = await RunAsync(home, "cache", "--json");
            Assert.Equal("Qwen/Qwen3-30B-A3B-Instruct-2507", JsonDocument.Parse(cache.Output).RootElement.GetProperty("pairs")[0].GetProperty("models")[0].GetProperty("repository").GetString());
            Directory.Move(model, Path.Combine(home, "hub", "models--org--other"));
            cache = await RunAsync(home, "cache", "--json");
            Assert.Equal("org/other", JsonDocument.Parse(cache.Output).RootElement.GetProperty("other_models")[0].GetProperty("repository").GetString());
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task<CommandOutcome> RunAsync(string home, params string[] arguments)
    {
        await using var command = CommandProcess.Start([new("HF_HOME", home), new("HF_HUB_OFFLINE", "1")], arguments);
        return await command.WaitAsync(TestContext.Current.CancellationToken);
    }
}
