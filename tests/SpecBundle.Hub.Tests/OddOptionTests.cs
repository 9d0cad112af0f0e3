using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>Options that can't be meant are refused by name before anything is asked; infinite and huge times mean what they say.</summary>
public sealed class OddOptionTests
{
    private const int Timeout = 60_000;

    public static TheoryData<string, HubOptions> OddHubOptions => new()
    {
        { "HubOptions.Token", new HubOptions { Token = "" } },
        { "HubOptions.Token", new HubOptions { Token = "hf_secret\n" } },
        { "HubOptions.Token", new HubOptions { Token = "hf_secr\u00e4t" } },
        { "HubOptions.Token", new HubOptions { Token = "hf secret" } },
        { "HubOptions.CacheFolder", new HubOptions { CacheFolder = "" } },
        { "HubOptions.CacheFolder", new HubOptions { CacheFolder = "a\0b" } },
        { "HubOptions.Endpoint", new HubOptions { Endpoint = new Uri("ftp://host/") } },
        { "HubOptions.Endpoint", new HubOptions { Endpoint = new Uri("host", UriKind.Relative) } },
        { "HubOptions.AnswerTimeout", new HubOptions { AnswerTimeout = TimeSpan.Zero } },
        { "HubOptions.AnswerTimeout", new HubOptions { AnswerTimeout = TimeSpan.FromSeconds(-3) } },
        { "HubOptions.TimeProvider", new HubOptions { TimeProvider = null! } },
        { "HF_TOKEN", new HubOptions { Environment = { ["HF_TOKEN"] = "hf_secr\u00e4t" } } },
        { "HF_ENDPOINT", new HubOptions { Environment = { ["HF_ENDPOINT"] = "huggingface.co" } } },
    };

    public static TheoryData<string, PullOptions> OddPullOptions => new()
    {
        { "PullOptions.MaxConnections", new PullOptions { MaxConnections = 0 } },
        { "PullOptions.MaxConnections", new PullOptions { MaxConnections = int.MinValue } },
        { "PullOptions.Timeout", new PullOptions { Timeout = TimeSpan.Zero } },
        { "PullOptions.Timeout", new PullOptions { Timeout = TimeSpan.MinValue } },
        { "PullOptions.StallTimeout", new PullOptions { StallTimeout = TimeSpan.FromSeconds(-1) } },
        { "PullOptions.TargetRevision", new PullOptions { TargetRevision = "" } },
        { "PullOptions.TargetRevision", new PullOptions { TargetRevision = null! } },
        { "PullOptions.DraftRevision", new PullOptions { DraftRevision = "main\n" } },
    };

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(OddHubOptions), DisableDiscoveryEnumeration = true)]
    public void An_option_of_the_client_that_can_not_be_meant_is_named(string property, HubOptions options)
    {
        var refused = Assert.Throws<InvalidValueException>(() => new HubClient(options));
        Assert.Equal(property, refused.Property);
        Assert.NotNull(refused.Hint);
        Assert.DoesNotContain("secr", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(OddPullOptions), DisableDiscoveryEnumeration = true)]
    public async Task An_option_of_a_pull_that_can_not_be_meant_is_named_and_nothing_is_asked(string property, PullOptions options)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        using var client = hub.Client();
        foreach (var work in new Func<Task>[]
        {
            () => client.PullAsync(new ModelPair("org/target", null), options),
            () => client.PlanPullAsync(new ModelPair("org/target", null), options),
            () => client.PullFilesAsync(HubProcessPulls.Tokenizer, options),
        })
        {
            Assert.Equal(property, (await Assert.ThrowsAsync<InvalidValueException>(work)).Property);
        }

        Assert.Empty(await hub.RequestsAsync());
        Assert.False(Directory.Exists(hub.Cache));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("")]
    [InlineData("../etc")]
    [InlineData("a/b/c")]
    [InlineData("a\\b")]
    public async Task A_name_that_no_repository_can_have_is_refused_everywhere(string name)
    {
        using var client = new HubClient(new HubOptions { CacheFolder = "/no/such/cache" });
        Assert.Equal("repository", Assert.Throws<InvalidValueException>(() => client.FindCachedModel(name)).Property);
        Assert.Equal("repositories[1]", Assert.Throws<InvalidValueException>(() => client.RemoveCachedModels("org/name", name)).Property);
        Assert.Equal("HubFilesRequest.Repository", (await Assert.ThrowsAsync<InvalidValueException>(() => client.PullFilesAsync(new HubFilesRequest { Repository = name }))).Property);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(-1)]
    [InlineData(double.MaxValue)]
    [InlineData(30 * 24 * 3600 * 1000d)]
    public async Task Infinite_and_huge_times_are_infinite_and_huge(double milliseconds)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "api", DelayMs = 300 });
        var duration = milliseconds == double.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(milliseconds);
        var options = hub.Options();
        options.AnswerTimeout = duration;
        using var client = new HubClient(options);
        var pair = await client.PullAsync(new ModelPair("org/target", null), new PullOptions { Timeout = duration, StallTimeout = duration });
        Assert.True(pair.Target!.IsConfirmedByHub);
    }
}
