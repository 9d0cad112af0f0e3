using System.Diagnostics;
using System.Security.Cryptography;
using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>Pulls in processes of their own: killed at any moment, and several at once.</summary>
public sealed class PullProcessTests
{
    private const int Timeout = 3_600_000;
    private static readonly int Kills = Soak.Rounds(brief: 4, full: 10);

    [LongForm]
    [Fact(Timeout = Timeout)]
    public async Task Killed_at_any_moment_a_pull_goes_on_where_it_stopped()
    {
        const long targetSize = (3L * PartialBlob.PartSize) + 12_345;
        const long draftSize = 3_000_000;
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(targetSize, 1)), ("org/draft", RepositoryText.Draft(draftSize, 2)));
        var (target, draft) = (RepositoryText.HashOf(1, targetSize), RepositoryText.HashOf(2, draftSize));
        var random = new Random(20_261_124);
        var (kills, rounds, mostAgain) = (0, 0, 0L);
        while (kills < Kills)
        {
            rounds++;
            if (Directory.Exists(hub.Home))
            {
                Directory.Delete(hub.Home, recursive: true);
            }

            await hub.ForgetAsync();
            await hub.FaultAsync(new Fault { Where = "storage", BytesPerSecond = 30_000_000, Times = -1 });
            var killed = 0;
            while (true)
            {
                using var puller = Start(hub);
                if (kills < Kills && !puller.WaitForExit(TimeSpan.FromMilliseconds(random.Next(50, 900))))
                {
                    puller.Kill();
                    (kills, killed) = (kills + 1, killed + 1);
                }

                await puller.WaitForExitAsync();
                foreach (var (repository, hash) in new[] { ("org/target", target), ("org/draft", draft) })
                {
                    var blob = hub.Layout(repository).Blob(hash);
                    Assert.True(!File.Exists(blob) || await HashAsync(blob) == hash, "A broken blob is visible.");
                }

                if (puller.ExitCode == 0)
                {
                    break;
                }
            }

            Assert.Equal(target, await HashAsync(hub.Layout("org/target").File(RepositoryText.Commit, "model.safetensors")));
            Assert.Equal(draft, await HashAsync(hub.Layout("org/draft").File(RepositoryText.Commit, "model.safetensors")));
            var again = (await hub.DownloadsAsync()).Where(request => request.Host == "storage").Sum(request => request.BytesSent) - targetSize - draftSize;
            mostAgain = Math.Max(mostAgain, again / Math.Max(killed, 1));
            Assert.True(again <= killed * 2L * PartialBlob.PartSize, $"{again} bytes were sent twice over {killed} kills of two files.");
        }

        TestContext.Current.SendDiagnosticMessage("{0} kills in {1} rounds; at most {2} bytes sent again for each kill.", kills, rounds, mostAgain);
    }

    [Fact(Timeout = 120_000)]
    public async Task Four_processes_that_pull_the_same_pair_download_each_blob_once()
    {
        const long targetSize = (2L * PartialBlob.PartSize) + 77;
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target(targetSize, 4)), ("org/draft", RepositoryText.Draft()));
        await hub.FaultAsync(new Fault { Where = "storage", BytesPerSecond = 40_000_000, Times = -1 });
        var pullers = Enumerable.Range(0, 4).Select(_ => Start(hub)).ToList();
        foreach (var puller in pullers)
        {
            await puller.WaitForExitAsync();
            Assert.Equal(0, puller.ExitCode);
            puller.Dispose();
        }

        Assert.Equal(targetSize + 50_000, (await hub.DownloadsAsync()).Where(request => request.Host == "storage").Sum(request => request.BytesSent));
        Assert.Equal(RepositoryText.HashOf(4, targetSize), await HashAsync(hub.Layout("org/target").File(RepositoryText.Commit, "model.safetensors")));
    }

    private static Process Start(HubProcess hub)
    {
        var start = new ProcessStartInfo("dotnet", [BuiltProgram.Find("SpecBundle.TestApp"), "pull", "org/target", "org/draft"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in hub.Environment())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }
}
