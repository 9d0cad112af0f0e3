using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public sealed class CatalogCommandTests
{
    [Fact(Timeout = 60_000)]
    public async Task The_catalog_lists_the_fifteen_released_pairs_and_our_own()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "catalog", "--json");

        using var catalog = JsonDocument.Parse(outcome.Output);
        var ids = catalog.RootElement.EnumerateArray().Select(pair => pair.GetProperty("id").GetString()!).ToList();
        Assert.Equal(16, ids.Count);
        Assert.Contains("tiny", ids);
        Assert.Contains("qwen3-30b", ids);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pair_is_shown_with_every_fact_its_certainty_and_its_published_results()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "catalog", "qwen3-30b");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Qwen/Qwen3-30B-A3B-Instruct-2507", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("verified", outcome.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("gsm8k", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("2.64", outcome.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pair_as_json_keeps_unknown_facts_null_and_known_ones_with_their_certainty()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "catalog", "nex-n1-30b", "--json");

        using var pair = JsonDocument.Parse(outcome.Output);
        var facts = pair.RootElement.GetProperty("target_facts");
        Assert.Equal(JsonValueKind.Null, facts.GetProperty("context_length").ValueKind);
        Assert.Equal("inferred", facts.GetProperty("layers").GetProperty("certainty").GetString());
    }
}
