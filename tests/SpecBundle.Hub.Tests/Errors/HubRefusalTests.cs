using System.Text.Json;
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
        Assert.Contains("X-Repo-Commit", (await Refusal.OfAsync(HubFailureReason.NotAHub, () => hub.PullAsync("org/target"))).Message, StringComparison.Ordinal);

        // Told at the first file, and not asked again: it will not become one.
        Assert.Single(await hub.RequestsAsync(), request => request.Path.Contains("/resolve/", StringComparison.Ordinal));
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
    [InlineData("../../escape.safetensors", "leads out of the folder")]
    [InlineData("/etc/escape.safetensors", "leads out of the folder")]
    [InlineData("a/./b.json", "leads out of the folder")]
    [InlineData("line\nbreak.json", "characters that no file name can have")]
    [InlineData("half%D800.json", "characters that no file name can have")]
    [InlineData("folder/01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789.json", "a length that no file can have")]
    public async Task A_file_that_can_not_be_here_is_refused_where_it_is_wanted_and_its_repository_is_not(string name, string reason)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        using (var client = hub.Client())
        {
            await hub.FaultAsync(ListedWith(name, 5));
            var refused = await Refusal.OfAsync(HubFailureReason.InvalidFile, () => client.PullFilesAsync(new HubFilesRequest { Repository = "org/target" }));
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refused.Message);
        }

        Assert.False(Directory.Exists(hub.Cache));
        if (name.Contains('/', StringComparison.Ordinal))
        {
            Assert.NotNull((await hub.PullAsync("org/target")).Target);
        }
        else
        {
            // At the root it is a file that a server reads.
            await Refusal.OfAsync(HubFailureReason.InvalidFile, () => hub.PullAsync("org/target"));
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData(9_000_000_000_000_000_000)]
    [InlineData(-1)]
    public async Task A_size_that_no_file_can_have_is_refused_and_no_sum_overflows(long size)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(ListedWith("more.safetensors", size));
        var refused = await Refusal.OfAsync(HubFailureReason.InvalidFile, () => hub.PullAsync("org/target"));
        Assert.Equal("more.safetensors", refused.File);
    }

    [Fact(Timeout = Timeout)]
    public async Task Odd_names_are_names_like_any_other()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows can't have them.");
        var longest = new string('n', 250) + ".json";
        string[] names = ["a:b.json", "a\\..\\b.json", "dot.json.", longest, "\u00e9\ud83d\ude00.json"];
        var repository = names.Aggregate(RepositoryText.Target(), (made, name) => made.Text(name, "{}" + name));
        await using var hub = await HubProcess.StartAsync(("org/target", repository));
        using var client = hub.Client();
        var pulled = await client.PullFilesAsync(new HubFilesRequest { Repository = "org/target" });
        Assert.All(names, name => Assert.Equal("{}" + name, File.ReadAllText(Path.Combine(pulled.Folder, name))));
        Assert.NotNull((await hub.PullAsync("org/target")).Target);
    }

    /// <summary>The list of the repository's files, and one more.</summary>
    private static Fault ListedWith(string name, long size) => new()
    {
        Where = "api",
        Path = "/tree/",
        Status = 200,
        Times = -1,
        Body = JsonSerializer.Serialize(new object[]
        {
            new { type = "file", path = "config.json", size = RepositoryText.TargetConfiguration.Length, oid = RepositoryText.GitHashOf(RepositoryText.TargetConfiguration) },
            new { type = "file", path = "model.safetensors", size = 100_000, oid = "x", lfs = new { oid = RepositoryText.HashOf(1, 100_000), size = 100_000 } },
            new { type = "file", path = "?", size, oid = new string('a', 40) },
        }).Replace("\"?\"", '"' + name.Replace("\n", "\\n", StringComparison.Ordinal).Replace("%D800", "\\ud800", StringComparison.Ordinal) + '"', StringComparison.Ordinal),
    };

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
