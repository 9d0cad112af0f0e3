using System.Security.Cryptography;
using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>A download that has begun outlives a bad network, and what ends it ends it wholly.</summary>
public sealed class BadNetworkTests
{
    private const int Timeout = 60_000;
    private const long ThreeParts = (2L * PartialBlob.PartSize) + 1_000_000;

    [Fact(Timeout = Timeout)]
    public async Task A_Hub_that_is_gone_for_a_while_does_not_end_a_download()
    {
        await using var hub = await HubProcess.StartAsync();
        var settings = hub.Settings(more: ("HF_ENDPOINT", "http://127.0.0.1:9")) with { FirstWait = TimeSpan.FromMilliseconds(1) };
        using var http = HubHandlers.Pipeline(settings, factory: null);
        using var limits = new DownloadLimits(new PullOptions { MaxConnections = 1 }, settings, _ => { });
        var state = new RepositoryState(RepositoryName.Model("org/target"), "org/target", "main", RepositoryText.Commit, null, []);
        var source = new BlobSource(new HubApi(new HubTransport(settings, http)), state, new HubFile("model.safetensors", 10, "x", true, false), CancellationToken.None);
        var (missing, asked) = (10L, 0);
        async Task Attempt(CancellationToken token)
        {
            // Nobody listens there: the same refusal that a restarting router gives.
            if (++asked % 8 != 0)
            {
                await source.LocateAsync(token);
            }

            missing -= 5;
        }

        await new DownloadAttempts(source, limits).RunAsync(() => missing, Attempt, TestContext.Current.CancellationToken);
        Assert.Equal(16, asked);
        var ended = await Refusal.OfAsync(HubFailureReason.DownloadFailed, () => new DownloadAttempts(source, limits).RunAsync(() => 1, token => source.LocateAsync(token), TestContext.Current.CancellationToken));
        Assert.Contains("broke off 11 times", ended.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_rate_limit_longer_than_the_silence_allowed_is_waited_for_once()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "resolve", Method = "HEAD", Path = "model.safetensors", Status = 429, Headers = { ["Retry-After"] = "1" } });
        await hub.PullAsync("org/target", options: new PullOptions { StallTimeout = TimeSpan.FromMilliseconds(200) });
        Assert.Equal(2, (await hub.RequestsAsync()).Count(request => request.Method == "HEAD" && request.Path.Contains("model.safetensors", StringComparison.Ordinal)));
    }

    [Fact(Timeout = Timeout)]
    public async Task What_is_waited_for_is_said_while_it_is_so()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "api", Status = 429, Headers = { ["Retry-After"] = "1" } }, new Fault { Where = "api", Status = 503, Skip = 1 });
        var seen = new List<string>();
        await hub.PullAsync("org/target", progress: progress => seen.Add(progress.Message));
        Assert.Contains("The Hub asks to wait 1 s", seen);
        Assert.DoesNotContain("The Hub asks to wait 0 s", seen);
        Assert.Equal("Downloading", seen[^1]);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_error_in_the_callers_progress_ends_the_pull_and_its_connections()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(ThreeParts)));
        await hub.FaultAsync(new Fault { Where = "storage", BytesPerSecond = 5_000_000, Times = -1 });
        static void Fail(PullProgress progress)
        {
            if (progress.DownloadedBytes > 1_000_000)
            {
                throw new InvalidOperationException("full");
            }
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.PullAsync("org/target", progress: Fail));
        using var free = NativeLock.TryAcquire(hub.Layout("org/target").Lock(RepositoryText.HashOf(1, ThreeParts)));
        Assert.NotNull(free);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_server_without_ranges_sends_the_file_about_once_although_it_breaks_off()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(ThreeParts, 6)));
        await hub.FaultAsync(new Fault { Where = "storage", IgnoreRange = true, CutAfterBytes = 20_000_000, Times = 5 }, new Fault { Where = "storage", IgnoreRange = true, Times = -1 });
        var pair = await hub.PullAsync("org/target");
        await using (var file = File.OpenRead(Path.Combine(pair.Target!.Folder, "model.safetensors")))
        {
            Assert.Equal(RepositoryText.HashOf(6, ThreeParts), Convert.ToHexStringLower(await SHA256.HashDataAsync(file, TestContext.Current.CancellationToken)));
        }

        // What was thrown away is counted as downloaded, so that nobody takes it for a standstill.
        Assert.InRange(pair.DownloadedBytes, ThreeParts, 3 * ThreeParts);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_body_that_only_says_it_is_compressed_is_asked_for_again()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "api", Status = 200, Headers = { ["Content-Encoding"] = "gzip" }, Body = "not compressed" });
        Assert.NotNull((await hub.PullAsync("org/target")).Target);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_time_allowed_holds_for_a_plan_and_a_tokenizer_too()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "api", DelayMs = 20_000, Times = -1 });
        var options = new PullOptions { Timeout = TimeSpan.FromMilliseconds(300) };
        using var client = hub.Client();
        await Refusal.OfAsync(HubFailureReason.TimedOut, () => client.PlanPullAsync(new ModelPair("org/target", null), options));
        await Refusal.OfAsync(HubFailureReason.TimedOut, () => client.PullFilesAsync(HubProcessPulls.Tokenizer, options));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_draft_is_checked_against_a_target_that_the_cache_alone_serves()
    {
        await using var hub = await HubProcess.StartAsync(
            ("org/target", RepositoryText.Target()), ("org/draft", new RepositoryText().Text("config.json", """{"architectures":["LlamaForCausalLMEagle3"],"hidden_size":128,"vocab_size":2000,"draft_vocab_size":50}""").Large("model.safetensors", 1_000, 3)));
        await hub.PullAsync("org/target");
        var pinned = new PullOptions { TargetRevision = RepositoryText.Commit };
        var mismatch = await Assert.ThrowsAsync<PairMismatchException>(() => hub.PullAsync("org/target", "org/draft", options: pinned));
        Assert.Equal(2, mismatch.Mismatches.Count);
    }
}
