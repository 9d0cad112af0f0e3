using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>What a server tells about itself, by each of the routes that releases have had.</summary>
public sealed class ServerInfoTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task A_recorded_server_tells_its_version_speculation_and_limits()
    {
        using var client = new SpecClient(server.Address("eagle3.get_server_info_after"), new SpecClientOptions());
        Assert.Null(client.Info);

        var info = await client.GetServerInfoAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            new ServerInfo
            {
                Version = "0.5.17",
                ModelPath = "local/tiny-pair/target",
                ServedModelName = "local/tiny-pair/target",
                SpeculativeAlgorithm = "EAGLE3",
                DraftModelPath = "local/tiny-pair/draft",
                DraftRevision = "main",
                Speculation = new SpeculationSettings(3, 1, 4),
                IsSpeculationAdaptive = false,
                MaxPromptTokens = 2042,
                TensorParallelSize = 1,
                MaxRunningRequests = 48,
                CacheTokens = 26337788,
                IncrementalOutput = false,
                StreamInterval = 1,
            },
            info with { Settings = [] });
        Assert.Contains(info.Settings, setting => setting.Key == "dtype");
        Assert.Same(info, client.Info);
    }

    [Fact(Timeout = Limit)]
    public async Task A_server_with_the_model_route_alone_tells_its_model()
    {
        using var client = new SpecClient(server.Address("eagle3.get_model_info"), new SpecClientOptions());

        Assert.Equal(new ServerInfo { ModelPath = "local/tiny-pair/target" }, (await client.GetServerInfoAsync(TestContext.Current.CancellationToken)) with { Settings = [] });
    }

    [Theory(Timeout = Limit)]
    [InlineData("/get_server_info")]
    [InlineData("/get_model_info")]
    public async Task An_older_server_is_asked_by_its_older_routes(string route)
    {
        var name = server.Add(Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"version\":\"0.4.6\",\"vocab_size\":1000,\"internal_states\":[{\"version\":\"no\"}]}"), route);
        using var client = new SpecClient(server.Address(name), new SpecClientOptions());

        Assert.Equal(new ServerInfo { Version = "0.4.6", VocabularySize = 1000 }, await client.GetServerInfoAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidValueException>(() => client.GenerateAsync(new GenerateRequest { InputIds = [1000] }, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Limit)]
    public async Task A_vocabulary_that_the_caller_names_counts_before_the_servers_own()
    {
        var name = server.Add(Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"version\":\"0.4.6\",\"vocab_size\":1000}"), "/get_server_info");
        using var client = new SpecClient(server.Address(name), new SpecClientOptions { VocabularySize = 500 });
        await client.GetServerInfoAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidValueException>(() => client.GenerateAsync(new GenerateRequest { InputIds = [500] }, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Limit)]
    public async Task Something_that_is_no_server_is_said_to_be_none()
    {
        using var client = new SpecClient(server.Address("nowhere"), new SpecClientOptions());

        await Assert.ThrowsAsync<MalformedAnswerException>(() => client.GetServerInfoAsync(TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = Limit)]
    [InlineData("eagle3.get_health", true)]
    [InlineData("eagle3.get_model_info", false)]
    public async Task Health_is_what_the_server_says(string name, bool healthy)
    {
        using var client = new SpecClient(server.Address(name), new SpecClientOptions());

        Assert.Equal(healthy, await client.IsHealthyAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Limit)]
    public async Task The_cache_is_flushed_by_the_recorded_call()
    {
        using var client = new SpecClient(server.Address("eagle3.flush_cache"), new SpecClientOptions());

        await client.FlushCacheAsync(TestContext.Current.CancellationToken);

        await server.WaitForAsync(report => report.TryGetProperty("path", out var path) && path.GetString() == "/eagle3.flush_cache/flush_cache", TestContext.Current.CancellationToken);
    }
}
