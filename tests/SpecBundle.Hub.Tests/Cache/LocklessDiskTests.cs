using System.Diagnostics;
using System.Net;

namespace SpeculativeDecoding.Tests;

/// <summary>On a disk without locks the existence of a file is the lock, as for the Python client, and none is left behind.</summary>
public sealed class LocklessDiskTests
{
    private const int Timeout = 120_000;

    [Fact(Timeout = Timeout)]
    public async Task A_pull_leaves_no_lock_file_where_the_disk_has_no_locks()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", RepositoryText.Draft()));
        using var puller = Start(hub);
        await puller.WaitForExitAsync();
        Assert.Equal(0, puller.ExitCode);
        Assert.True(File.Exists(hub.Layout("org/target").File(RepositoryText.Commit, "model.safetensors")));
        Assert.Empty(LockFiles(hub));
    }

    [Fact(Timeout = Timeout)]
    public async Task Four_processes_at_once_download_each_blob_once_without_locks_of_the_disk()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(2_000_000)), ("org/draft", RepositoryText.Draft()));
        await hub.FaultAsync(new TestHub.Fault { Where = "storage", BytesPerSecond = 2_000_000, Times = -1 });
        var pullers = Enumerable.Range(0, 4).Select(_ => Start(hub)).ToList();
        foreach (var puller in pullers)
        {
            await puller.WaitForExitAsync();
            Assert.Equal(0, puller.ExitCode);
            puller.Dispose();
        }

        Assert.Equal(2_050_000, (await hub.DownloadsAsync()).Where(request => request.Host == "storage").Sum(request => request.BytesSent));
        Assert.Empty(LockFiles(hub));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_Python_clients_lock_is_waited_for_and_one_that_was_left_is_not()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", RepositoryText.Draft()));
        var (held, left, empty) = (hub.Layout("org/target").Lock(RepositoryText.HashOf(1, 100_000)), hub.Layout("org/draft").Lock(RepositoryText.HashOf(2, 50_000)), hub.Layout("org/target").Lock(RepositoryText.GitHashOf("{}")));
        Directory.CreateDirectory(Path.GetDirectoryName(held)!);
        Directory.CreateDirectory(Path.GetDirectoryName(left)!);
        await File.WriteAllTextAsync(held, $"{Environment.ProcessId}\n{Dns.GetHostName()}\n");
        await File.WriteAllTextAsync(left, $"{Ended()}\n{Dns.GetHostName()}\n");
        await File.WriteAllTextAsync(empty, "");
        File.SetLastWriteTimeUtc(empty, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        using var puller = Start(hub);
        while (await puller.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains("Waiting for another process that downloads model.safetensors", StringComparison.Ordinal))
        {
        }

        Assert.False(puller.HasExited);
        Assert.False(File.Exists(hub.Layout("org/target").Blob(RepositoryText.HashOf(1, 100_000))));
        File.Delete(held);
        await puller.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await puller.WaitForExitAsync();
        Assert.Equal(0, puller.ExitCode);
        Assert.True(File.Exists(hub.Layout("org/target").Blob(RepositoryText.HashOf(1, 100_000))));
        Assert.Empty(LockFiles(hub));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_file_that_is_a_lock_is_held_by_one_alone()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-marker-").FullName;
        try
        {
            var path = Path.Combine(folder, "blob.lock");
            var (inside, most) = (0, 0);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                for (var turn = 0; turn < 200;)
                {
                    if (MarkerLock.TryAcquire(path) is { } held)
                    {
                        most = Math.Max(most, Interlocked.Increment(ref inside));
                        Thread.SpinWait(200);
                        Interlocked.Decrement(ref inside);
                        held.Dispose();
                        turn++;
                    }
                }
            })));
            Assert.Equal(1, most);
            Assert.Empty(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = Timeout)]
    public void Those_who_share_a_lock_hold_off_the_one_who_wants_it_alone()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-share-").FullName;
        try
        {
            var path = Path.Combine(folder, "repository.lock");
            using (MarkerLock.TryShare(path))
            using (var second = MarkerLock.TryShare(path))
            {
                Assert.NotNull(second);
                Assert.Null(MarkerLock.TryAcquire(path));
            }

            using (var alone = MarkerLock.TryAcquire(path))
            {
                Assert.NotNull(alone);
                Assert.Null(MarkerLock.TryShare(path));
            }

            Assert.Empty(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = Timeout)]
    public void A_lock_of_an_earlier_process_with_the_same_id_is_a_left_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells when a process started.");
        var path = Path.GetTempFileName();
        try
        {
            // In a container every run of a program has the same id.
            File.WriteAllText(path, $"{Environment.ProcessId}\n{Dns.GetHostName()}\n12345\n");
            Assert.NotNull(MarkerLock.TryAcquire(path));
            Assert.Null(MarkerLock.TryAcquire(path));
            File.WriteAllText(path, $"1\n{Dns.GetHostName()}.elsewhere\n");
            Assert.Null(MarkerLock.TryAcquire(path));

            // Older Python clients leave it empty while they hold it.
            File.WriteAllText(path, "");
            Assert.Null(MarkerLock.TryAcquire(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>.NET is told to lock nothing, which is what it does by itself on a disk that can't.</summary>
    private static Process Start(HubProcess hub)
    {
        var start = new ProcessStartInfo("dotnet", [BuiltProgram.Find("SpecBundle.TestApp"), "pull", "org/target", "org/draft"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in hub.Environment())
        {
            start.Environment[name] = value;
        }

        start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1";
        return Process.Start(start)!;
    }

    private static int Ended()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.Id;
    }

    private static IEnumerable<string> LockFiles(HubProcess hub) => Directory.EnumerateFiles(Path.Combine(hub.Cache, ".locks"), "*", SearchOption.AllDirectories);
}
