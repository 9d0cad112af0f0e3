using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CsCheck;
using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>What lies in the cache is never damaged: not by another process, not by a newer commit, not by a look at it.</summary>
public sealed class CacheSafetyTests
{
    private const int Timeout = 60_000;
    private const string NewerCommit = "fedcba9876543210fedcba9876543210fedcba98";

    [Fact(Timeout = Timeout)]
    public void A_look_at_an_unfinished_file_tells_its_bytes_and_changes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-look-").FullName;
        try
        {
            var path = Path.Combine(folder, "blob" + CacheLayout.PartialSuffix);
            Gen.OneOf(Gen.Long[1, 1_000], Gen.Long[-40, 40].Select(more => PartialBlob.PartSize + more), Gen.Long[-40, 40].Select(more => (3L * PartialBlob.PartSize) + more)).Sample(
                size =>
                {
                    File.Delete(path);
                    using var partial = PartialBlob.Open(path, size);
                    partial.Append(partial.Parts - 1, [1]);
                    return PartialBlobState.WrittenIn(path) == 1 && FolderSize.Of(folder) == 1;
                },
                iter: 100,
                threads: 1);

            // Another process has cut the state off and is about to rename it: not a byte may be added.
            File.WriteAllBytes(path, new byte[500]);
            Assert.Equal(0, PartialBlobState.WrittenIn(path));
            Assert.Equal(500, new FileInfo(path).Length);
            Assert.Equal(0, PartialBlobState.WrittenIn(Path.Combine(folder, "none")));
            Assert.False(File.Exists(Path.Combine(folder, "none")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Without_links_a_newer_commit_leaves_the_older_snapshot_whole()
    {
        await using var older = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await using var newer = await HubProcess.StartAsync(("org/target", RepositoryText.Target().With("commit", NewerCommit)));
        var first = await older.PullAsync("org/target");
        var second = await newer.PullAsync("org/target", more: [("HF_HUB_CACHE", older.Cache), ("HF_HUB_DISABLE_SYMLINKS", "1")]);
        Assert.Equal(0, second.DownloadedBytes);
        foreach (var folder in new[] { first.Target!.Folder, second.Target!.Folder })
        {
            Assert.Equal(RepositoryText.HashOf(1, 100_000), await HashAsync(Path.Combine(folder, "model.safetensors")));
        }

        Assert.Null(new FileInfo(Path.Combine(second.Target.Folder, "model.safetensors")).LinkTarget);
    }

    [Fact(Timeout = Timeout)]
    public async Task Without_links_two_files_with_the_same_bytes_are_both_there()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target().Large("model-2.safetensors", 100_000, 1)));
        var pair = await hub.PullAsync("org/target", options: new PullOptions { MaxConnections = 1 }, more: ("HF_HUB_DISABLE_SYMLINKS", "1"));
        Assert.Equal(RepositoryText.HashOf(1, 100_000), await HashAsync(Path.Combine(pair.Target!.Folder, "model.safetensors")));
        Assert.Equal(RepositoryText.HashOf(1, 100_000), await HashAsync(Path.Combine(pair.Target!.Folder, "model-2.safetensors")));

        // The hub notes what it sent when its answer has ended, which may be after ours was read.
        long sent;
        while ((sent = (await hub.DownloadsAsync()).Where(request => request.Host == "storage").Sum(request => request.BytesSent)) == 0)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(100_000, sent);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_whole_model_is_used_although_nothing_can_be_noted_in_the_cache()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.PullAsync("org/target");

        // Files where the folders for notes should be: nothing can be written there, whoever runs this.
        foreach (var folder in new[] { Path.Combine(hub.Layout("org/target").Repository, ".no_exist"), hub.Layout("org/target").Refs, Path.Combine(hub.Cache, ".locks") })
        {
            Directory.Delete(folder, recursive: true);
            await File.WriteAllTextAsync(folder, "");
        }

        Assert.Equal(0, (await hub.PullAsync("org/target")).DownloadedBytes);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_link_whose_file_is_gone_is_no_file()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.PullAsync("org/target");
        File.Delete(hub.Layout("org/target").Blob(RepositoryText.HashOf(1, 100_000)));
        Assert.False(new ModelCache(hub.Cache).Find("org/target")!.IsComplete);
        await Refusal.OfAsync(HubFailureReason.Offline, () => hub.PullAsync("org/target", more: ("HF_HUB_OFFLINE", "1")));
        Assert.Equal(100_000, (await hub.PullAsync("org/target")).DownloadedBytes);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("""{"weight_map":{}}""")]
    [InlineData("""{"weight_map":{"a":null}}""")]
    [InlineData("""{"weight_map":{"a":7}}""")]
    [InlineData("""{"weight_map":{"a":"../../../etc/passwd"}}""")]
    [InlineData("""[]""")]
    public void An_index_that_names_no_proper_file_is_missing(string index)
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-index-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
            File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), index);
            Assert.Equal("model.safetensors.index.json (it can't be read)", CheckpointFiles.WhatIsMissing(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task An_interrupted_pull_of_a_newer_commit_leaves_the_older_one_to_those_without_a_network()
    {
        await using var older = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await using var newer = await HubProcess.StartAsync(("org/target", RepositoryText.Target(seed: 8).With("commit", NewerCommit)));
        await older.PullAsync("org/target");
        await newer.FaultAsync(new Fault { Where = "storage", CutAfterBytes = 0, Times = -1 });
        await Refusal.OfAsync(HubFailureReason.DownloadFailed, () => newer.PullAsync("org/target", more: ("HF_HUB_CACHE", older.Cache)));
        using (var client = newer.Client(more: ("HF_HUB_CACHE", older.Cache)))
        {
            Assert.EndsWith(NewerCommit, (await client.PullFilesAsync(HubProcessPulls.Tokenizer)).Folder, StringComparison.Ordinal);
        }

        Assert.Equal(RepositoryText.Commit, (await older.PullAsync("org/target", more: ("HF_HUB_OFFLINE", "1"))).Target!.Commit);
        await newer.FaultAsync();
        await newer.PullAsync("org/target", more: ("HF_HUB_CACHE", older.Cache));
        Assert.Equal(NewerCommit, (await older.PullAsync("org/target", more: ("HF_HUB_OFFLINE", "1"))).Target!.Commit);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_model_is_not_removed_while_a_pull_of_it_runs_and_its_locks_stay()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(5_000_000)));
        await hub.FaultAsync(new Fault { Where = "storage", BytesPerSecond = 2_000_000, Times = -1 });
        var pull = hub.PullAsync("org/target");
        var partial = hub.Layout("org/target").Partial(RepositoryText.HashOf(1, 5_000_000));
        while (!File.Exists(partial))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        var (cache, removal) = (new ModelCache(hub.Cache), new CacheRemoval(hub.Cache));
        Assert.InRange(cache.Find("org/target")!.UnfinishedBytes, 0, 4_900_000);
        Assert.Equal(HubFailureReason.CacheInUse, Assert.Throws<HubException>(() => removal.Run(["org/target"])).Reason);
        await pull;
        removal.Run(["org/target"]);
        Assert.Null(cache.Find("org/target"));
        Assert.True(File.Exists(hub.Layout("org/target").Lock(RepositoryText.HashOf(1, 5_000_000))));
    }

    [Fact(Timeout = Timeout)]
    public async Task Of_a_pair_that_is_being_pulled_no_model_is_removed_not_even_a_whole_one()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", RepositoryText.Draft(5_000_000)));
        await hub.PullAsync("org/target");
        await hub.FaultAsync(new Fault { Where = "storage", BytesPerSecond = 2_000_000, Times = -1 });
        var pull = hub.PullAsync("org/target", "org/draft");
        var partial = hub.Layout("org/draft").Partial(RepositoryText.HashOf(2, 5_000_000));
        while (!File.Exists(partial))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        var (cache, removal) = (new ModelCache(hub.Cache), new CacheRemoval(hub.Cache));
        Assert.Equal(HubFailureReason.CacheInUse, Assert.Throws<HubException>(() => removal.Run(["org/target"])).Reason);
        Assert.Equal(HubFailureReason.CacheInUse, Assert.Throws<HubException>(() => removal.Run(["org/target", "org/draft"])).Reason);
        var pair = await pull;
        Assert.True(cache.Find("org/target")!.IsComplete);
        Assert.True(File.Exists(Path.Combine(pair.Draft!.Folder, "model.safetensors")));
        removal.Run(["org/target", "org/draft"]);
        Assert.Empty(cache.Repositories());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_pull_that_waits_for_a_removal_brings_the_model_again()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.PullAsync("org/target");
        var layout = hub.Layout("org/target");
        var seen = new List<string>();
        Task<PulledPair> pull;
        using (NativeLock.TryAcquire(layout.UseLock))
        {
            File.Delete(layout.Blob(RepositoryText.HashOf(1, 100_000)));
            pull = Task.Run(() => hub.PullAsync("org/target", progress: progress => seen.Add(progress.Message)));
            while (!seen.ToArray().Contains("Waiting for another process that removes org/target"))
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }

            Directory.Delete(layout.Repository, recursive: true);
        }

        Assert.Equal(RepositoryText.HashOf(1, 100_000), await HashAsync(Path.Combine((await pull).Target!.Folder, "model.safetensors")));
    }

    [Fact(Timeout = Timeout)]
    public async Task Files_with_the_same_bytes_do_not_wait_for_each_other()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target().Large("model-2.safetensors", 100_000, 1)));
        var seen = new List<string>();
        var pair = await hub.PullAsync("org/target", progress: progress => seen.Add(progress.Message));
        Assert.DoesNotContain(seen, message => message.Contains("Waiting", StringComparison.Ordinal));
        Assert.Equal(RepositoryText.HashOf(1, 100_000), await HashAsync(Path.Combine(pair.Target!.Folder, "model-2.safetensors")));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_plan_of_a_whole_pair_needs_no_network()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.PullAsync("org/target");
        foreach (var (name, value) in new[] { ("HF_HUB_OFFLINE", "1"), ("HF_ENDPOINT", "http://127.0.0.1:9") })
        {
            using var client = hub.Client(more: (name, value));
            var plan = await client.PlanPullAsync(new ModelPair("org/target", null));
            Assert.Equal((0, RepositoryText.Commit), (plan.MissingBytes, plan.Models[0].Commit));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_lock_is_held_by_one_alone_although_others_remove_its_file()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-lock-").FullName;
        try
        {
            var path = Path.Combine(folder, "blob.lock");
            var (inside, most) = (0, 0);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                for (var turn = 0; turn < 500;)
                {
                    if (NativeLock.TryAcquire(path) is { } held)
                    {
                        most = Math.Max(most, Interlocked.Increment(ref inside));
                        Thread.SpinWait(200);
                        Interlocked.Decrement(ref inside);

                        // As the Python client lets go: the name first, then the lock.
                        File.Delete(path);
                        held.Dispose();
                        turn++;
                    }
                }
            })));
            Assert.Equal(1, most);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_blob_that_is_a_link_itself_is_not_downloaded_again()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.PullAsync("org/target");
        var blob = hub.Layout("org/target").Blob(RepositoryText.HashOf(1, 100_000));
        var shared = Path.Combine(hub.Home, "shared");
        File.Move(blob, shared);
        File.CreateSymbolicLink(blob, shared);
        File.Delete(hub.Layout("org/target").File(RepositoryText.Commit, "model.safetensors"));
        Assert.Equal(0, (await hub.PullAsync("org/target")).DownloadedBytes);
        Assert.NotNull(new FileInfo(blob).LinkTarget);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_hash_that_can_not_be_verified_is_refused_and_one_in_capitals_is_understood()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        var files = new JsonArray(
            new JsonObject { ["type"] = "file", ["path"] = "config.json", ["size"] = RepositoryText.TargetConfiguration.Length, ["oid"] = "md5-of-it" },
            new JsonObject { ["type"] = "file", ["path"] = "model.safetensors", ["size"] = 100_000, ["oid"] = "x", ["lfs"] = new JsonObject { ["oid"] = RepositoryText.HashOf(1, 100_000).ToUpperInvariant(), ["size"] = 100_000 } });
        await hub.FaultAsync(new Fault { Where = "api", Path = "/tree/", Status = 200, Body = files.ToJsonString(), Times = -1 });
        var refused = await Refusal.OfAsync(HubFailureReason.InvalidFile, () => hub.PullAsync("org/target"));
        Assert.Equal("config.json", refused.File);
        Assert.Contains("can't be verified", refused.Message, StringComparison.Ordinal);
        files.RemoveAt(0);
        using var listed = System.Text.Json.JsonDocument.Parse(files.ToJsonString());
        Assert.Equal(RepositoryText.HashOf(1, 100_000), HubAnswers.Files(listed.RootElement)[0].Hash);
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }
}
