using System.Text.Json.Nodes;
using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>Every way the Hub refuses is an error of its own, with the way out.</summary>
public sealed class HubRefusalTests
{
    private const int Timeout = 60_000;

    [Fact(Timeout = Timeout)]
    public async Task A_missing_repository_is_named_with_and_without_a_token()
    {
        await using var hub = await HubProcess.StartAsync(("org/private", RepositoryText.Target().With("private", true)));
        Assert.False((await Refusal.OfAsync(HubFailureReason.RepositoryNotFound, () => hub.PullAsync("org/none"))).HasToken);
        Assert.True((await Refusal.OfAsync(HubFailureReason.RepositoryNotFound, () => hub.PullAsync("org/none", token: "hf_valid"))).HasToken);
        await Refusal.OfAsync(HubFailureReason.RepositoryNotFound, () => hub.PullAsync("org/private", token: "hf_valid"));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_gated_repository_names_the_page_of_its_license_before_anything_is_downloaded()
    {
        await using var hub = await HubProcess.StartAsync(("org/gated", RepositoryText.Target().With("gated", "manual").With("readers", new JsonArray("hf_reader"))));
        var anonymous = await Refusal.OfAsync(HubFailureReason.Gated, () => hub.PullAsync("org/gated"));
        Assert.False(anonymous.HasToken);
        Assert.Equal($"{hub.Endpoint}/org/gated", anonymous.LicensePage!.ToString());
        Assert.Contains("HF_TOKEN", anonymous.Hint, StringComparison.Ordinal);
        Assert.True((await Refusal.OfAsync(HubFailureReason.Gated, () => hub.PullAsync("org/gated", token: "hf_valid"))).HasToken);
        Assert.DoesNotContain(await hub.RequestsAsync(), request => request.Host == "storage");
        await hub.PullAsync("org/gated", token: "hf_reader");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_revision_that_is_not_there_is_named_and_one_with_slashes_is_found()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target().With("refs", new JsonObject { ["refs/pr/1"] = RepositoryText.Commit })));
        var unknown = await Refusal.OfAsync(HubFailureReason.RevisionNotFound, () => hub.PullAsync("org/target", options: new PullOptions { TargetRevision = "v9" }));
        Assert.Equal("v9", unknown.Revision);
        await hub.PullAsync("org/target", options: new PullOptions { TargetRevision = "refs/pr/1" });
        Assert.Equal(RepositoryText.Commit, await File.ReadAllTextAsync(Path.Combine(hub.Cache, "models--org--target/refs/refs/pr/1")));
    }

    [Fact(Timeout = Timeout)]
    public async Task An_invalid_token_is_blamed_by_its_source_and_never_shown()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        var invalid = await Refusal.OfAsync(HubFailureReason.TokenRejected, () => hub.PullAsync("org/target", token: "hf_secret_and_wrong"));
        Assert.Equal("HF_TOKEN", invalid.TokenSource);
        Assert.DoesNotContain("hf_secret", invalid.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_disabled_repository_says_that_it_is_disabled()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target().With("disabled", true)));
        await Refusal.OfAsync(HubFailureReason.RepositoryDisabled, () => hub.PullAsync("org/target"));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_rate_limit_is_waited_for_as_long_as_the_header_says()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(
            new Fault { Where = "api", Status = 429, Headers = { ["RateLimit"] = "\"api\";r=0;t=1" } },
            new Fault { Where = "storage", Status = 429, Headers = { ["Retry-After"] = "1" } });
        var started = TimeProvider.System.GetTimestamp();
        await hub.PullAsync("org/target");
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(1.9), "Each of the two waits takes a second.");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_rate_limit_of_hours_is_reported_at_once()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "api", Status = 429, Headers = { ["RateLimit"] = "\"api\";r=0;t=7200" }, Times = -1 });
        var limited = await Refusal.OfAsync(HubFailureReason.RateLimited, () => hub.PullAsync("org/target"));
        Assert.Equal(TimeSpan.FromHours(2), limited.RetryAfter);
        Assert.Single(await hub.RequestsAsync());
    }

    [Theory(Timeout = Timeout)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task A_failure_that_passes_is_not_noticed(int status)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "api", Status = status, Times = 2 }, new Fault { Where = "storage", Status = status, Times = 2 }, new Fault { Where = "resolve", Status = status });
        Assert.NotNull((await hub.PullAsync("org/target")).Target);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_server_that_stays_broken_is_named_with_its_status()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "api", Status = 501, Times = -1 });
        var broken = await Refusal.OfAsync(HubFailureReason.Unreachable, () => hub.PullAsync("org/target"));
        Assert.Contains("501", broken.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Something_that_is_no_Hub_is_not_taken_for_one()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "api", Status = 200, Body = "<html>login</html>", Times = -1 });
        Assert.Contains("not the JSON of a Hub", (await Refusal.OfAsync(HubFailureReason.Unreachable, () => hub.PullAsync("org/target"))).Message, StringComparison.Ordinal);
        await hub.FaultAsync(new Fault { Where = "resolve", DropHeader = "X-Repo-Commit", Times = -1 });
        Assert.Contains("X-Repo-Commit", (await Refusal.OfAsync(HubFailureReason.DownloadFailed, () => hub.PullAsync("org/target"))).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Nobody_listening_is_said_at_once()
    {
        await using var hub = await HubProcess.StartAsync();
        var unreachable = await Refusal.OfAsync(HubFailureReason.Unreachable, () => hub.PullAsync("org/target", more: ("HF_ENDPOINT", "http://127.0.0.1:9")));
        Assert.Contains("127.0.0.1:9", unreachable.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_Hub_that_does_not_answer_is_given_up_after_its_time()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "api", DelayMs = 30_000, Times = -1 });
        var silent = await Refusal.OfAsync(HubFailureReason.Unreachable, () => hub.PullAsync("org/target", more: ("HF_HUB_ETAG_TIMEOUT", "0.5")));
        Assert.Contains("no answer within 0.5 s", silent.Message, StringComparison.Ordinal);
        Assert.Single(await hub.RequestsAsync());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_cache_that_can_not_be_written_is_named()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await File.WriteAllTextAsync(hub.Home, "a file where the folder should be");
        var refused = await Refusal.OfAsync(HubFailureReason.CacheUnusable, () => hub.PullAsync("org/target"));
        Assert.Equal(hub.Cache, refused.CacheFolder);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("../../escape.safetensors")]
    [InlineData("/etc/escape.safetensors")]
    [InlineData("a\\..\\b.json")]
    [InlineData("C:evil.json")]
    public async Task A_name_that_leads_out_of_the_folder_is_refused(string name)
    {
        await using var hub = await HubProcess.StartAsync(("org/evil", RepositoryText.Target().Text(name, "x")));
        await Refusal.OfAsync(HubFailureReason.InvalidFile, () => hub.PullAsync("org/evil"));
        Assert.False(Directory.Exists(hub.Cache));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/x")]
    public async Task A_redirect_to_another_scheme_is_refused(string location)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "resolve", Status = 302, Headers = { ["Location"] = location }, Times = -1 });
        await Refusal.OfAsync(HubFailureReason.Unreachable, () => hub.PullAsync("org/target"));
    }
}
