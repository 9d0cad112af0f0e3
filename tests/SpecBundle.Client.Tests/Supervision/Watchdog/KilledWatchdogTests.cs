using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

/// <summary>Apps, watchdogs and servers, killed at random moments, alone and two at a time.</summary>
[LongForm]
public sealed class KilledWatchdogTests
{
    private const int LongestMilliseconds = 2_000;

    // What docs/launching.md says is held: any of them, and the app with one of its two watchdogs.
    private static readonly string[][] Victims = [["app"], ["guardian"], ["warden"], ["server"], ["app", "guardian"], ["app", "warden"]];

    private static int Rounds { get; } = Soak.Rounds(brief: 12, full: 30);

    [Fact(Timeout = 3_600_000)]
    public async Task Whoever_is_killed_at_any_moment_leaves_no_process_no_lease_and_no_secret()
    {
        var random = new Random();
        var met = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var longest = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            var mark = Guid.NewGuid().ToString("N");
            using var temporary = new TemporaryFolder();
            var (lease, secret) = (Path.Combine(temporary.Path, "GPU-0.lease"), Path.Combine(temporary.Path, "secret", "server.yaml"));
            using var app = Start(lease, secret, mark);

            // The app's own start says nothing of a watchdog: the moments are counted from the watchdog's.
            var guardian = await GuardianAsync(app);
            var moment = random.Next(LongestMilliseconds);
            await Task.Delay(moment, TestContext.Current.CancellationToken);
            var family = ProcessIdentity.DescendantsOf(app.Id);
            var wanted = Victims[round % Victims.Length];

            // Early on there may be no warden yet, nor a server: then it is the one who would have started them.
            var killed = wanted.Select(name => name switch
            {
                "app" => app.Id,
                "guardian" => guardian,
                "warden" => WardenOf(guardian) ?? guardian,
                _ => ServerOf(guardian) ?? WardenOf(guardian) ?? guardian,
            });
            await RunningWatchdog.SignalAsync("KILL", killed);
            var clock = Stopwatch.StartNew();

            // An app that lives on hears of it.
            await app.WaitForExitAsync(TestContext.Current.CancellationToken);
            var left = await ProcessIdentity.LeftAsync(() => family.Concat(ProcessIdentity.WithArgument(mark)), TestContext.Current.CancellationToken);

            var what = $"{string.Join(" and ", wanted)} killed after {moment} ms, round {round}";
            Assert.True(left.Count == 0, $"{what}: {string.Join(", ", left)} of {string.Join(", ", family)}");
            Assert.False(Directory.Exists(Path.GetDirectoryName(secret)), what);
            if (File.Exists(lease))
            {
                // Without a lock of anybody's: opened so, a file is locked by the one who opens it.
                using var free = new FileStream(lease, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }

            longest = clock.Elapsed > longest ? clock.Elapsed : longest;
            var reached = $"{string.Join(" and ", wanted)} with {family.Count} processes";
            met[reached] = met.GetValueOrDefault(reached) + 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{Rounds} rounds, all gone after {longest.TotalSeconds:F1} s at most. Killed: {string.Join("; ", met.Select(count => $"{count.Key} {count.Value}"))}");
    }

    private static async Task<int> GuardianAsync(Process app)
    {
        while (true)
        {
            if (ProcessIdentity.DescendantsOf(app.Id) is [var guardian, ..])
            {
                return guardian.Id;
            }

            Assert.False(app.HasExited, "The app ended before it had started anything.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The guardian's, and no process of a script that finds out which Python to run.</summary>
    private static int? WardenOf(int guardian) =>
        ProcessIdentity.DescendantsOf(guardian) is [{ Name: "spec-watchdog" } warden, ..] ? warden.Id : null;

    private static int? ServerOf(int guardian) =>
        WardenOf(guardian) is { } warden && ProcessIdentity.DescendantsOf(warden) is [var server, ..] ? server.Id : null;

    private static Process Start(string lease, string secret, string mark) =>
        Process.Start(new ProcessStartInfo("dotnet", [TestApp.Path, "hold", lease, secret, "python3", .. HostileServer.Arguments(mark)]) { RedirectStandardOutput = true })!;
}
