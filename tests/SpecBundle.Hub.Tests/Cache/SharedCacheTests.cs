using System.Diagnostics;
using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>The cache belongs to other clients too: what they put there is read, freed when nobody has it any more, and left so that they can read it.</summary>
public sealed class SharedCacheTests
{
    private const int Timeout = 60_000;
    private static readonly string Hash = RepositoryText.HashOf(1, 100_000);

    [Fact(Timeout = Timeout)]
    public async Task A_file_in_the_store_that_repositories_share_is_freed_with_the_last_that_has_it()
    {
        await using var hub = await StoreAsync("1\n");
        using var client = hub.Client();
        var entry = Entry(hub);
        Assert.Equal((100_000L, true), (client.FindCachedModel("org/target")!.SharedBytes, client.FindCachedModel("org/target")!.IsComplete));
        var first = Assert.Single(client.RemoveCachedModels("org/target"));
        Assert.InRange(first.FreedBytes, 100, 1_000);
        Assert.Equal(100_000, first.KeptBytes);
        Assert.Contains("100.0 kB stay", first.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, (await hub.PullAsync("org/twin")).DownloadedBytes);

        var second = Assert.Single(client.RemoveCachedModels("org/twin"));
        Assert.InRange(second.FreedBytes, 100_100, 101_000);
        Assert.Equal(0, second.KeptBytes);
        Assert.False(File.Exists(entry));
        Assert.False(File.Exists(entry + ".refs"));
    }

    [Fact(Timeout = Timeout)]
    public async Task Two_that_share_a_file_free_it_once_when_they_are_removed_together()
    {
        await using var hub = await StoreAsync("1\n");
        using var client = hub.Client();
        var removed = client.RemoveCachedModels("org/target", "org/twin", "org/target", "org/none");
        Assert.Equal(["org/target", "org/twin"], removed.Select(model => model.Repository));
        Assert.InRange(removed.Sum(model => model.FreedBytes), 100_200, 102_000);
        Assert.Equal(0, removed.Sum(model => model.KeptBytes));
        Assert.False(File.Exists(Entry(hub)));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("2\n", false)]
    [InlineData(null, false)]
    [InlineData("1\n", true)]
    public async Task A_store_that_is_laid_out_otherwise_or_in_use_is_left_to_its_client(string? layout, bool isLocked)
    {
        await using var hub = await StoreAsync(layout);
        using var client = hub.Client();
        using var held = isLocked ? NativeLock.TryAcquire(Entry(hub) + ".lock") : null;
        var removed = client.RemoveCachedModels("org/target", "org/twin");
        Assert.All(removed, model => Assert.Equal(100_000, model.KeptBytes));
        Assert.InRange(removed.Sum(model => model.FreedBytes), 200, 2_000);
        Assert.True(File.Exists(Entry(hub)));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_list_of_files_by_which_the_Python_client_would_refuse_the_snapshot_is_forgotten()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        var listing = hub.Layout("org/target").Listing(RepositoryText.Commit);
        Directory.CreateDirectory(Path.GetDirectoryName(listing)!);
        await File.WriteAllTextAsync(listing, """{"format_version":1,"files":{"README.md":{"size":11,"blob_id":"x"}}}""");
        await hub.PullAsync("org/target");
        Assert.False(File.Exists(listing));

        // Once all of it is there, the list is as good as any.
        using var client = hub.Client();
        await client.PullFilesAsync(new HubFilesRequest { Repository = "org/target" });
        await File.WriteAllTextAsync(listing, "{}");
        await hub.PullAsync("org/target");
        Assert.True(File.Exists(listing));
    }

    [Fact(Timeout = Timeout)]
    public async Task Parts_of_a_file_that_is_whole_are_removed_whichever_client_left_them_and_others_stay()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.PullAsync("org/target");
        var layout = hub.Layout("org/target");
        string[] left = [layout.Blob(Hash) + ".incomplete", layout.Blob(Hash) + ".0123abcd.incomplete", layout.Partial(Hash)];
        var other = layout.Blob(new string('a', 64)) + ".incomplete";
        foreach (var path in left.Append(other))
        {
            await File.WriteAllTextAsync(path, "part");
        }

        // One that is being brought this moment is locked.
        using (NativeLock.TryAcquire(layout.Lock(Hash)))
        {
            await hub.PullAsync("org/target");
            Assert.All(left, path => Assert.True(File.Exists(path)));
        }

        await hub.PullAsync("org/target");
        Assert.All(left, path => Assert.False(File.Exists(path)));
        Assert.True(File.Exists(other));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_limit_on_the_size_of_files_is_told_with_the_way_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such limit.");
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(20_000_000)), ("org/draft", RepositoryText.Draft()));
        var start = new ProcessStartInfo("bash", ["-c", "ulimit -f 8000; exec dotnet \"$0\" pull org/target org/draft", BuiltProgram.Find("SpecBundle.TestApp")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in hub.Environment())
        {
            start.Environment[name] = value;
        }

        // The runtime maps its own code from a file in memory, which the limit would meet first.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var puller = Process.Start(start)!;
        var said = await puller.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await puller.WaitForExitAsync();
        Assert.Contains("may not write a file that large (ulimit -f)", said, StringComparison.Ordinal);
    }

    /// <summary>Two repositories with the same weights, of which a newer Python client keeps one copy; laid out as it does.</summary>
    private static async Task<HubProcess> StoreAsync(string? layout)
    {
        var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/twin", RepositoryText.Target()));
        await hub.PullAsync("org/target");
        await hub.PullAsync("org/twin");
        var entry = Entry(hub);
        Directory.CreateDirectory(Path.GetDirectoryName(entry)!);
        File.Move(hub.Layout("org/target").Blob(Hash), entry);
        File.Delete(hub.Layout("org/twin").Blob(Hash));
        foreach (var name in new[] { "org/target", "org/twin" })
        {
            File.CreateSymbolicLink(hub.Layout(name).Blob(Hash), $"../../blobs/{Xet[..2]}/{Xet}");
        }

        await File.WriteAllTextAsync(entry + ".refs", $"models--org--target/blobs/{Hash}\nmodels--org--twin/blobs/{Hash}\n");
        if (layout is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(hub.Cache, "blobs", ".huggingface-shared-blobs"), layout);
        }

        return hub;
    }

    private static string Xet { get; } = new('5', 64);

    private static string Entry(HubProcess hub) => Path.Combine(hub.Cache, "blobs", Xet[..2], Xet);
}
