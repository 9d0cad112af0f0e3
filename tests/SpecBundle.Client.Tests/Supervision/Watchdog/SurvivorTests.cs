namespace SpeculativeDecoding.Tests;

/// <summary>Nothing of a server outlives the one who wanted it, whatever it does to hide, and whoever is killed.</summary>
public sealed class SurvivorTests : IDisposable
{
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly TemporaryFolder _temporary = new();

    private string Lease => Path.Combine(_temporary.Path, "leases", "GPU-0.lease");

    private string Secret => Path.Combine(_temporary.Path, "secret", "server.yaml");

    [Theory(Timeout = 120_000)]
    [InlineData("the app")]
    [InlineData("the guardian")]
    [InlineData("the warden")]
    [InlineData("the server")]
    [InlineData("the app and the guardian")]
    [InlineData("the app and the warden")]
    [InlineData("the server and the warden")]
    public async Task Whoever_is_killed_leaves_no_process_no_lease_and_no_secret(string killed)
    {
        using var watchdog = await StartAsync();
        var (warden, family) = (watchdog.Warden, ProcessIdentity.DescendantsOf(watchdog.Id));
        var server = ProcessIdentity.DescendantsOf(warden.Id)[0];
        Assert.True(File.Exists(Secret));

        int[] victims = [.. killed.Contains("guardian", StringComparison.Ordinal) ? [watchdog.Id] : Array.Empty<int>(), .. killed.Contains("warden", StringComparison.Ordinal) ? [warden.Id] : Array.Empty<int>(), .. killed.Contains("server", StringComparison.Ordinal) ? [server.Id] : Array.Empty<int>()];
        if (killed.Contains("app", StringComparison.Ordinal))
        {
            watchdog.CloseLifeline();
        }

        if (victims.Length > 0)
        {
            await RunningWatchdog.SignalAsync("KILL", victims);
        }

        await AssertNothingIsLeftAsync(family);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stop_finds_what_hides()
    {
        using var watchdog = await StartAsync();
        var family = ProcessIdentity.DescendantsOf(watchdog.Id);

        watchdog.Send("1");

        // SIGTERM ends the first process; those who are deaf to it are no reason to wait for the grace.
        Assert.Equal(128 + 15, await watchdog.ExitCodeAsync());
        await AssertNothingIsLeftAsync(family);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_warden_that_is_stuck_is_replaced_when_the_app_is_gone()
    {
        using var watchdog = await StartAsync();
        var family = ProcessIdentity.DescendantsOf(watchdog.Id);

        await RunningWatchdog.SignalAsync("STOP", watchdog.Warden.Id);
        watchdog.CloseLifeline();

        await AssertNothingIsLeftAsync(family);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_app_ends_what_is_left_when_both_watchdogs_are_killed()
    {
        var up = new TaskCompletionSource();
        var secret = new SecretFile(Secret, "api-key: 'x'");

        // A server that says itself how it ended keeps nobody from looking.
        var command = new ServerCommand("/bin/sh", ["-c", $"echo specbundle-server-end exit 0; echo specbundle-$SPECBUNDLE_SESSION server-end exit 0; (setsid sh -c 'trap \"\" TERM HUP; while :; do sleep 0.1; done' {_mark} &); echo up; sleep 1000"], new Dictionary<string, string>(), secret) { WatchdogPython = "python3" };
        await using var process = ServerProcess.Start(command, line => _ = line == "up" && up.TrySetResult());
        await up.Task.WaitAsync(TestContext.Current.CancellationToken);
        var watchdogs = ProcessIdentity.DescendantsOf(Environment.ProcessId).Where(child => child.Name == "spec-watchdog").ToList();
        var guardian = watchdogs.Single(found => ProcessIdentity.DescendantsOf(found.Id).Any(child => ProcessIdentity.WithArgument(_mark).Contains(child)) && watchdogs.Exists(other => ProcessIdentity.DescendantsOf(found.Id).Contains(other)));

        await RunningWatchdog.SignalAsync("KILL", guardian.Id, ProcessIdentity.DescendantsOf(guardian.Id)[0].Id);

        Assert.Equal(-9, await process.Exited.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await ProcessIdentity.LeftAsync(() => ProcessIdentity.WithArgument(_mark), TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Path.GetDirectoryName(Secret)));
    }

    [Fact(Timeout = 120_000)]
    public async Task The_server_has_its_outputs_and_its_leases_open_and_every_signal_at_its_default()
    {
        var script = "echo up; for f in /proc/$$/fd/*; do echo \"fd $(readlink \"$f\")\"; done; exec grep Sig /proc/self/status";
        using var watchdog = RunningWatchdog.Start(HostileServer.Command(_mark) with { Program = "/bin/sh", Arguments = ["-c", script], Leases = [new GpuLeaseRequest(Lease, false, "{}")] }, _mark);
        await watchdog.UpAsync();
        var lines = (await watchdog.Output.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n');

        Assert.Equal(["/dev/null", Lease], lines.Where(line => line.StartsWith("fd ", StringComparison.Ordinal)).Select(line => line[3..]).Where(target => target.StartsWith('/')));
        Assert.Contains("SigIgn:\t0000000000000000", lines);
        Assert.Contains("SigBlk:\t0000000000000000", lines);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_list_of_processes_shows_what_is_watched_and_not_the_watchdogs_text()
    {
        using var watchdog = RunningWatchdog.Start(HostileServer.Command(_mark) with { Program = "/bin/sh", Arguments = ["-c", "echo up; sleep 1000", "größer"] }, _mark);
        await watchdog.UpAsync();

        foreach (var id in new[] { watchdog.Id, watchdog.Warden.Id })
        {
            Assert.Equal("specbundle-watchdog -- /bin/sh -c echo up; sleep 1000 größer", (await File.ReadAllTextAsync($"/proc/{id}/cmdline", TestContext.Current.CancellationToken)).Trim('\0', ' '));
        }
    }

    public void Dispose() => _temporary.Dispose();

    private async Task<RunningWatchdog> StartAsync()
    {
        var watchdog = RunningWatchdog.Start(HostileServer.Command(_mark) with { SecretFile = new SecretFile(Secret, "api-key: 'x'"), Leases = [new GpuLeaseRequest(Lease, false, "{}")] }, _mark);
        await watchdog.UpAsync();

        // The warden and the server's four: those who hide take a moment longer.
        while (ProcessIdentity.DescendantsOf(watchdog.Id).Count < 5 || ProcessIdentity.WithArgument(_mark).Count < 6)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return watchdog;
    }

    private async Task AssertNothingIsLeftAsync(IReadOnlyList<ProcessIdentity> family)
    {
        var left = await ProcessIdentity.LeftAsync(() => family.Concat(ProcessIdentity.WithArgument(_mark)), TestContext.Current.CancellationToken);
        Assert.True(left.Count == 0, string.Join(", ", left));
        Assert.False(Directory.Exists(Path.GetDirectoryName(Secret)));

        // Who takes it now gets it.
        using var next = RunningWatchdog.Start(HostileServer.Command(_mark) with { Program = "/bin/true", Arguments = [], Leases = [new GpuLeaseRequest(Lease, false, "{}")] }, _mark);
        Assert.Equal(0, await next.ExitCodeAsync());
    }
}
