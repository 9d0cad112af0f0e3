namespace SpeculativeDecoding.Tests;

/// <summary>The watchdog in shell, where there is no Python: what has kept its group or its environment is gone, whichever of its shells is killed.</summary>
public sealed class ShellSurvivorTests : IDisposable
{
    private readonly string _tag = Guid.NewGuid().ToString("N");
    private readonly TemporaryFolder _temporary = new();

    [Theory(Timeout = 120_000)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Either_shell_ends_everything_when_the_other_is_killed(bool first, bool appToo)
    {
        var secret = new SecretFile(Path.Combine(_temporary.Path, "secret", "server.yaml"), "api-key: 'x'");
        var script = $"(setsid sh -c 'trap \"\" TERM HUP; while :; do sleep 0.1; done' {_tag} &); trap '' TERM; echo up; while :; do sleep 0.1; done";
        using var watchdog = RunningWatchdog.Start(new ServerCommand("/bin/sh", ["-c", script], new Dictionary<string, string>(), secret), _tag);
        await watchdog.UpAsync();
        Assert.True(File.Exists(secret.Path));
        var other = ProcessIdentity.DescendantsOf(watchdog.Id).First(process => process.Name == "sh" && ProcessIdentity.WithArgument("specbundle-watchdog").Contains(process));

        await RunningWatchdog.SignalAsync("KILL", first ? watchdog.Id : other.Id);
        if (first || appToo)
        {
            // An app that lives hears of the end of the process that it started, and closes the pipe.
            watchdog.CloseLifeline();
        }

        Assert.Empty(await TaggedProcesses.LeftAfterAsync(_tag, TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Path.GetDirectoryName(secret.Path)));
    }

    public void Dispose() => _temporary.Dispose();
}
