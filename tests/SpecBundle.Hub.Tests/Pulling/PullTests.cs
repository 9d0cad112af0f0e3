using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>What a pull brings, and what it does when the network is bad.</summary>
public sealed class PullTests
{
    private const int Timeout = 60_000;
    private const long ThreeParts = (2L * PartialBlob.PartSize) + 1_000_000;

    [Fact(Timeout = Timeout)]
    public async Task A_pulled_pair_lies_in_the_cache_as_every_client_of_the_Hub_expects_it()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", RepositoryText.Draft()));
        var pair = await hub.PullAsync("org/target", "org/draft");
        var layout = hub.Layout("org/target");
        var hash = RepositoryText.HashOf(1, 100_000);
        Assert.Equal(layout.Snapshot(RepositoryText.Commit), pair.Target!.Folder);
        Assert.Equal(RepositoryText.Commit, pair.Draft!.Commit);
        Assert.Equal(RepositoryText.Commit, await File.ReadAllTextAsync(Path.Combine(hub.Cache, "models--org--target/refs/main")));
        Assert.Equal("../../blobs/" + hash, new FileInfo(Path.Combine(pair.Target.Folder, "model.safetensors")).LinkTarget);
        Assert.Equal(hash, await HashAsync(Path.Combine(hub.Cache, "models--org--target/blobs", hash)));
        Assert.Equal([".locks", "models--org--draft", "models--org--target"], Directory.GetFileSystemEntries(hub.Cache).Select(Path.GetFileName).Order());
        Assert.True(File.Exists(Path.Combine(hub.Cache, "models--org--target/.no_exist", RepositoryText.Commit, "chat_template.jinja")));
        Assert.False(File.Exists(Path.Combine(pair.Target.Folder, "README.md")));
        Assert.Equal(RepositoryText.TargetConfiguration, await File.ReadAllTextAsync(Path.Combine(pair.Target.Folder, "config.json")));
        Assert.DoesNotContain(Directory.EnumerateFiles(hub.Cache, "*", SearchOption.AllDirectories), path => path.Contains("incomplete", StringComparison.Ordinal) || path.EndsWith(".specbundle", StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task What_the_cache_has_is_not_downloaded_again()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.PullAsync("org/target");
        await hub.ForgetAsync();
        var again = await hub.PullAsync("org/target");
        Assert.Equal(0, again.DownloadedBytes);
        Assert.DoesNotContain(await hub.RequestsAsync(), request => request.Host == "storage" || request.Path.Contains("/resolve/", StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task What_the_Python_client_downloaded_is_used()
    {
        // The cache was laid out by huggingface_hub 1.33.0 (Fixtures/make_python_cache.py), with the files that are served here.
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(10_000)));
        Directory.CreateDirectory(hub.Home);
        await using (var packed = new System.IO.Compression.GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures/python-cache.tar.gz")), System.IO.Compression.CompressionMode.Decompress))
        {
            await System.Formats.Tar.TarFile.ExtractToDirectoryAsync(packed, hub.Home, overwriteFiles: false);
        }

        Assert.True(new ModelCache(hub.Cache).Find("org/target")!.IsComplete);
        Assert.Equal(RepositoryText.Commit, (await hub.PullAsync("org/target", more: ("HF_HUB_OFFLINE", "1"))).Target!.Commit);
        Assert.Equal(0, (await hub.PullAsync("org/target")).DownloadedBytes);
        Assert.DoesNotContain(await hub.RequestsAsync(), request => request.Path.Contains("/resolve/", StringComparison.Ordinal) || request.Host == "storage");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_large_file_comes_in_several_ranges_and_is_whole()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(ThreeParts, 9)));
        var pair = await hub.PullAsync("org/target");
        Assert.Equal(RepositoryText.HashOf(9, ThreeParts), await HashAsync(Path.Combine(pair.Target!.Folder, "model.safetensors")));
        Assert.Equal(3, (await hub.DownloadsAsync()).Count(request => request is { Host: "storage", Status: 206 }));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_token_reaches_the_endpoint_and_never_the_storage()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target().With("gated", "auto").With("readers", new JsonArray("hf_reader"))));
        await hub.PullAsync("org/target", token: "hf_reader\n");
        var requests = await hub.RequestsAsync();
        Assert.All(requests.Where(request => request.Host == "hub"), request => Assert.Equal("Bearer hf_reader", request.Authorization));
        Assert.Contains(requests, request => request.Host == "storage");
        Assert.All(requests.Where(request => request.Host == "storage"), request => Assert.Null(request.Authorization));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_renamed_repository_is_followed_with_its_token_and_said()
    {
        await using var hub = await HubProcess.StartAsync(
            ("org/old", new RepositoryText().With("renamedTo", "org/new")),
            ("org/new", RepositoryText.Target().With("private", true).With("readers", new JsonArray("hf_reader"))));
        var pair = await hub.PullAsync("org/old", token: "hf_reader");
        Assert.Equal("org/new", pair.Target!.RenamedTo);
        Assert.Contains("org/old is now called org/new.", pair.Notes);
        Assert.Equal(hub.Layout("org/old").Snapshot(RepositoryText.Commit), pair.Target.Folder);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_body_that_is_cut_again_and_again_is_gone_on_with()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(ThreeParts, 5)));
        await hub.FaultAsync(new Fault { Where = "storage", CutAfterBytes = 3_000_000, Times = 12 });
        var pair = await hub.PullAsync("org/target");
        Assert.Equal(RepositoryText.HashOf(5, ThreeParts), await HashAsync(Path.Combine(pair.Target!.Folder, "model.safetensors")));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_connection_that_falls_silent_is_made_again()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "storage", StallAfterBytes = 10_000 });
        var pair = await hub.PullAsync("org/target", options: new PullOptions { StallTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(RepositoryText.HashOf(1, 100_000), await HashAsync(Path.Combine(pair.Target!.Folder, "model.safetensors")));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_server_that_knows_no_ranges_still_gives_the_right_bytes()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(ThreeParts, 6)));
        await hub.FaultAsync(new Fault { Where = "storage", IgnoreRange = true, Times = -1 });
        var pair = await hub.PullAsync("org/target");
        Assert.Equal(RepositoryText.HashOf(6, ThreeParts), await HashAsync(Path.Combine(pair.Target!.Folder, "model.safetensors")));
    }

    [Fact(Timeout = Timeout)]
    public async Task Compressed_text_that_nobody_asked_for_is_read()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "resolve", Gzip = true, Times = -1, Method = "GET" }, new Fault { Where = "api", Gzip = true, Times = -1 });
        var pair = await hub.PullAsync("org/target");
        Assert.Equal(RepositoryText.TargetConfiguration, await File.ReadAllTextAsync(Path.Combine(pair.Target!.Folder, "config.json")));
    }

    [Fact(Timeout = Timeout)]
    public async Task Wrong_bytes_are_never_visible_and_are_downloaded_again()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "storage", Corrupt = true });
        var pair = await hub.PullAsync("org/target");
        Assert.Equal(RepositoryText.HashOf(1, 100_000), await HashAsync(Path.Combine(pair.Target!.Folder, "model.safetensors")));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_file_that_stays_wrong_is_refused_and_leaves_no_blob()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.FaultAsync(new Fault { Where = "storage", Corrupt = true, Times = -1 });
        var refused = await Refusal.OfAsync(HubFailureReason.InvalidFile, () => hub.PullAsync("org/target"));
        Assert.Equal("model.safetensors", refused.File);
        Assert.False(File.Exists(hub.Layout("org/target").Blob(RepositoryText.HashOf(1, 100_000))));
        Assert.False(File.Exists(hub.Layout("org/target").File(RepositoryText.Commit, "model.safetensors")));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_cancelled_pull_is_gone_on_with_by_the_next()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(ThreeParts, 7)));
        await hub.FaultAsync(new Fault { Where = "storage", BytesPerSecond = 20_000_000, Times = -1 });
        using var stop = new CancellationTokenSource();
        var enough = new Relay<PullProgress>(progress =>
        {
            if (progress.DownloadedBytes > 4_000_000)
            {
                stop.Cancel();
            }
        });
        using (var client = hub.Client())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PullAsync(new ModelPair("org/target", null), null, enough, stop.Token));
        }

        await hub.FaultAsync();
        var pair = await hub.PullAsync("org/target");
        Assert.InRange(pair.DownloadedBytes, 1, ThreeParts - 1_000_000);
        Assert.Equal(RepositoryText.HashOf(7, ThreeParts), await HashAsync(Path.Combine(pair.Target!.Folder, "model.safetensors")));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_pull_that_takes_too_long_says_so_and_keeps_what_arrived()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(ThreeParts, 7)));
        await hub.FaultAsync(new Fault { Where = "storage", BytesPerSecond = 1_000_000, Times = -1 });
        var time = new SkippingTime();
        var partial = hub.Layout("org/target").Partial(RepositoryText.HashOf(7, ThreeParts));
        using var client = new HubClient(hub.Settings() with { TimeProvider = time });
        var pull = client.PullAsync(new ModelPair("org/target", null), new PullOptions { Timeout = TimeSpan.FromHours(1) });
        while (!File.Exists(partial))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        time.Skip();
        var late = await Refusal.OfAsync(HubFailureReason.TimedOut, () => pull);
        Assert.Contains("not complete after 3600 s", late.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(partial));
    }

    [Fact(Timeout = Timeout)]
    public async Task Progress_tells_files_bytes_and_the_whole_at_the_end()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(ThreeParts, 3)), ("org/draft", RepositoryText.Draft()));
        await hub.FaultAsync(new Fault { Where = "storage", BytesPerSecond = 20_000_000, Times = -1 });
        var seen = new List<PullProgress>();
        await hub.PullAsync("org/target", "org/draft", progress: seen.Add);
        Assert.Contains(seen, progress => progress.ActiveFiles.Any(file => file.Path == "model.safetensors" && file.Bytes > 0 && file.Bytes < file.TotalBytes) && progress.Remaining is not null);
        var last = seen[^1];
        Assert.Equal(last.TotalBytes, last.Bytes);
        Assert.Equal((5, 5), (last.CompleteFileCount, last.FileCount));
    }

    [Fact(Timeout = Timeout)]
    public async Task Where_links_are_not_wanted_the_snapshot_holds_the_files_themselves()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        var pair = await hub.PullAsync("org/target", more: ("HF_HUB_DISABLE_SYMLINKS", "1"));
        Assert.Null(new FileInfo(Path.Combine(pair.Target!.Folder, "model.safetensors")).LinkTarget);
        await hub.ForgetAsync();
        Assert.Equal(0, (await hub.PullAsync("org/target", more: ("HF_HUB_DISABLE_SYMLINKS", "1"))).DownloadedBytes);
    }

    [Fact(Timeout = Timeout)]
    public async Task Without_a_network_a_complete_cache_serves_and_an_incomplete_one_says_what_is_missing()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", RepositoryText.Draft()));
        await hub.PullAsync("org/target");
        await hub.ForgetAsync();
        var kept = await hub.PullAsync("org/target", more: ("HF_HUB_OFFLINE", "1"));
        Assert.Equal(RepositoryText.Commit, kept.Target!.Commit);
        var offline = await Refusal.OfAsync(HubFailureReason.Offline, () => hub.PullAsync("org/target", "org/draft", more: ("HF_HUB_OFFLINE", "yes")));
        Assert.Contains("org/draft", offline.Message, StringComparison.Ordinal);
        Assert.Empty(await hub.RequestsAsync());
        var unreachable = await hub.PullAsync("org/target", more: ("HF_ENDPOINT", "http://127.0.0.1:9"));
        Assert.Contains("comes from the cache", Assert.Single(unreachable.Notes), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_plan_tells_sizes_and_downloads_nothing()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target().Large("model-2.safetensors", 1_000, 8, "xet")), ("org/draft", RepositoryText.Draft()));
        using var client = hub.Client();
        var plan = await client.PlanPullAsync(new ModelPair("org/target", "org/draft"));
        Assert.Equal(plan.TotalBytes, plan.MissingBytes);
        Assert.Equal(1, plan.Models[0].XetFileCount);
        Assert.Equal(101_000 + RepositoryText.TargetConfiguration.Length + 2, plan.Models[0].TotalBytes);
        Assert.DoesNotContain(await hub.DownloadsAsync(), request => request.Host == "storage");
        Assert.False(Directory.Exists(hub.Cache));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_tokenizer_comes_without_the_weights()
    {
        const string tiny = """{"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]},"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}}""";
        await using var hub = await HubProcess.StartAsync(
            ("org/target", new RepositoryText().Text("config.json", RepositoryText.TargetConfiguration).Text("tokenizer.json", tiny).Large("model.safetensors", 5_000_000, 1)));
        using var client = hub.Client();
        var pulled = await client.PullFilesAsync(HubProcessPulls.Tokenizer);
        Assert.Equal(tiny, await File.ReadAllTextAsync(Assert.Single(pulled.Paths)));
        Assert.DoesNotContain(await hub.RequestsAsync(), request => request.Host == "storage");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_draft_for_another_target_is_refused_before_anything_is_downloaded()
    {
        await using var hub = await HubProcess.StartAsync(
            ("org/target", RepositoryText.Target()), ("org/draft", new RepositoryText().Text("config.json", """{"architectures":["LlamaForCausalLMEagle3"],"hidden_size":128,"vocab_size":2000,"draft_vocab_size":50}""").Large("model.safetensors", 1_000, 3)));
        var mismatch = await Assert.ThrowsAsync<PairMismatchException>(() => hub.PullAsync("org/target", "org/draft"));
        Assert.Equal(2, mismatch.Mismatches.Count);
        Assert.DoesNotContain(await hub.RequestsAsync(), request => request.Host == "storage");
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }
}
