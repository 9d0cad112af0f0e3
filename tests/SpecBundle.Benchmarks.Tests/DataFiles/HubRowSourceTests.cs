using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Data sets come from a Hub, over real HTTP.</summary>
public sealed class HubRowSourceTests
{
    private const int Timeout = 60_000;

    [Fact(Timeout = Timeout)]
    public async Task A_split_is_pulled_once_and_read_without_a_network_afterwards()
    {
        await using var hub = await HubProcess.StartAsync(("datasets/org/data", new RepositoryText()
            .Text("README.md", "x").Text("main/train.jsonl", """{"n":0}""").Text("main/test-00000-of-00002.jsonl", """{"n":1}""").Text("main/test-00001-of-00002.jsonl", """{"n":2}""").Text("other/test.jsonl", """{"n":9}""")));
        Assert.Equal([1, 2], await ReadAsync(hub));
        Assert.Equal(2, (await hub.RequestsAsync()).Count(request => request is { Method: "GET" } && request.Path.Contains("/resolve/", StringComparison.Ordinal)));
        await hub.ForgetAsync();
        Assert.Equal([1, 2], await ReadAsync(hub));
        Assert.DoesNotContain(await hub.RequestsAsync(), request => request.Path.Contains("/resolve/", StringComparison.Ordinal));
        await hub.ForgetAsync();
        Assert.Equal([1, 2], await ReadAsync(hub, ("HF_HUB_OFFLINE", "1")));
        Assert.Equal([1, 2], await ReadAsync(hub, ("HF_ENDPOINT", "http://127.0.0.1:9")));
        Assert.Empty(await hub.RequestsAsync());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_shard_that_the_cache_lacks_is_not_overlooked()
    {
        await using var hub = await HubProcess.StartAsync(("datasets/org/data", new RepositoryText().Text("main/test-00000-of-00002.jsonl", """{"n":1}""").Text("main/test-00001-of-00002.jsonl", """{"n":2}""")));
        await ReadAsync(hub);
        File.Delete(Directory.GetFiles(hub.Cache, "test-00001-of-00002.jsonl", SearchOption.AllDirectories)[0]);
        Assert.Equal(HubFailureReason.Offline, (await Assert.ThrowsAsync<HubException>(() => ReadAsync(hub, ("HF_HUB_OFFLINE", "1")))).Reason);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_gated_data_set_says_whose_license_to_accept()
    {
        await using var hub = await HubProcess.StartAsync(("datasets/org/data", new RepositoryText().Text("main/test.jsonl", "{}").With("gated", "auto")));
        Assert.EndsWith("/datasets/org/data", (await Assert.ThrowsAsync<HubException>(() => ReadAsync(hub))).LicensePage!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<List<int>> ReadAsync(HubProcess hub, params (string Name, string Value)[] more)
    {
        var rows = new List<int>();
        using var client = new HubClient(hub.Options(more: more));
        var source = new HubRowSource(client);
        await foreach (var row in source.ReadAsync(new DatasetSource { Repository = "org/data", Config = "main", Split = "test", HasSiblings = true }, TestContext.Current.CancellationToken))
        {
            rows.Add(row.GetProperty("n").GetInt32());
        }

        return rows;
    }
}
