namespace SpeculativeDecoding.Tests;

/// <summary>What an app sees of the client: it can be injected, replaced in tests, printed and disposed of.</summary>
public sealed class HubSurfaceTests
{
    private const int Timeout = 60_000;

    [Fact(Timeout = Timeout)]
    public async Task An_apps_own_test_replaces_the_client_and_makes_its_results()
    {
        using HubClient hub = new FullCache();
        var pulled = await hub.PullAsync(Catalog.Qwen3_30B);
        Assert.Equal("/models/target", pulled.Target!.Folder);
        Assert.Throws<InvalidOperationException>(() => hub.CacheFolder);
        var refused = new HubException(HubFailureReason.Gated, "It is gated.") { Repository = "org/name", LicensePage = new Uri("https://huggingface.co/org/name") };
        Assert.Equal((HubFailureReason.Gated, "org/name", null), (refused.Reason, refused.Repository, refused.Hint));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_cache_is_listed_looked_through_and_cleared()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", RepositoryText.Draft()));
        using var client = hub.Client();
        var pair = new ModelPair("org/target", "org/draft");
        Assert.Empty(client.ListCachedModels());
        Assert.Equal(["org/target", "org/draft"], client.FindCachedPair(pair).Missing);
        await client.PullAsync(pair, new PullOptions { UseDraft = false });
        Assert.Equal(["org/draft"], client.FindCachedPair(pair).Missing);
        Assert.Equal(RepositoryText.Commit, client.FindCachedPair(pair).Commits["org/target"]);
        Assert.True(client.FindCachedPair(pair, new PullOptions { UseDraft = false }).IsComplete);
        await client.PullAsync(pair);
        Assert.True(client.FindCachedPair(pair).IsComplete);
        Assert.Equal(["org/draft", "org/target"], client.ListCachedModels().Select(model => model.Repository));
        client.RemoveCachedModels("org/draft", "org/none");
        Assert.Null(client.FindCachedModel("org/draft"));
        Assert.NotNull(client.FindCachedModel("org/target"));
    }

    [Fact(Timeout = Timeout)]
    public async Task What_is_printed_reads_as_a_sentence_would()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        using var client = hub.Client();
        var plan = await client.PlanPullAsync(new ModelPair("org/target", null));
        Assert.StartsWith($"100.2 kB of 100.2 kB to download into {hub.Cache}, ", plan.ToString(), StringComparison.Ordinal);
        Assert.Equal($"org/target at {RepositoryText.Commit}: 100.2 kB in 3 files, 100.2 kB to download", plan.Models[0].ToString());
        var pulled = await client.PullAsync(new ModelPair("org/target", null));
        Assert.Equal($"org/target at {RepositoryText.Commit}: 100.2 kB in {pulled.Target!.Folder}; 100.2 kB downloaded", pulled.ToString());
        Assert.StartsWith("org/target: 100.", client.FindCachedModel("org/target")!.ToString(), StringComparison.Ordinal);
        Assert.Equal("complete", client.FindCachedPair(new ModelPair("org/target", null)).ToString());
        Assert.StartsWith($"1 file of org/target at {RepositoryText.Commit} in ", (await client.PullFilesAsync(HubProcessPulls.Tokenizer)).ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task After_its_disposal_a_client_says_so()
    {
        var client = new HubClient(new HubOptions { CacheFolder = "/no/such/cache" });
        client.Dispose();
        client.Dispose();
        var used = await Assert.ThrowsAsync<ObjectDisposedException>(() => client.PullAsync(new ModelPair("org/target", null)));
        Assert.Contains(nameof(HubClient), used.ObjectName, StringComparison.Ordinal);
    }

    private sealed class FullCache : HubClient
    {
        public override Task<PulledPair> PullAsync(ModelPair pair, PullOptions? options = null, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new PulledPair { Target = new PulledModel { Repository = pair.Target.Repository, Commit = RepositoryText.Commit, Folder = "/models/target" } });
    }
}
