namespace SpeculativeDecoding.Tests;

/// <summary>What both watchdogs do, the one in Python and the one in shell.</summary>
public sealed class WatchdogTests
{
    private const string Stubborn = "trap '' TERM; echo up; while :; do sleep 0.05; done";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly string _tag = Guid.NewGuid().ToString("N");

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task An_app_that_dies_while_it_stops_its_server_leaves_nothing_though_the_grace_is_long(string? python)
    {
        using var watchdog = await StartAsync(python, "/bin/sh", "-c", Stubborn);
        watchdog.Send("60");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        watchdog.CloseLifeline();

        Assert.Empty(await LeftAsync());
        Assert.Equal(128 + 9, await watchdog.ExitCodeAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_grace_is_kept_while_the_app_lives(string? python)
    {
        using var watchdog = await StartAsync(python, "/bin/sh", "-c", "trap 'sleep 2; exit 4' TERM; echo up; while :; do sleep 0.05; done");
        watchdog.Send("60");

        Assert.Equal(4, await watchdog.ExitCodeAsync());
        Assert.Empty(await LeftAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_second_stop_cuts_the_grace_of_the_first(string? python)
    {
        using var watchdog = await StartAsync(python, "/bin/sh", "-c", Stubborn);
        watchdog.Send("1000");
        watchdog.Send("0");

        Assert.Equal(128 + 9, await watchdog.ExitCodeAsync());
        Assert.Empty(await LeftAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3", "HUP")]
    [InlineData("python3", "INT")]
    [InlineData("python3", "TERM")]
    [InlineData(null, "HUP")]
    [InlineData(null, "INT")]
    [InlineData(null, "TERM")]
    public async Task A_signal_to_the_watchdog_leaves_the_server_to_the_app(string? python, string signal)
    {
        using var watchdog = await StartAsync(python, "/bin/sh", "-c", Stubborn);
        await RunningWatchdog.SignalAsync(signal, watchdog.Id);

        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(watchdog.HasExited);
        watchdog.CloseLifeline();
        Assert.Empty(await LeftAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task Arguments_reach_the_server_as_they_are(string? python)
    {
        string[] hostile = ["two words", "$HOME `id`", "it's \"quoted\"", "*", "", "-n", "--", "--lease", "line\nbreak", "\\t", "größer"];
        using var watchdog = await StartAsync(python, ["/bin/sh", "-c", "echo up; for a in \"$@\"; do printf '<%s>' \"$a\"; done", "sh", .. hostile]);

        Assert.StartsWith(string.Concat(hostile.Select(argument => $"<{argument}>")) + $"\n{RunningWatchdog.Mark}server-end ", await watchdog.Output.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3", 0)]
    [InlineData("python3", 1)]
    [InlineData(null, 0)]
    [InlineData(null, 1)]
    public async Task An_app_that_is_gone_before_it_gave_the_secret_has_started_nothing(string? python, int lines)
    {
        var secret = SecretFile.For(SecretFile.NewPath(), "key");
        using var watchdog = RunningWatchdog.Start(CommandOf(python, ["/bin/sh", "-c", "echo started"]) with { SecretFile = secret }, _tag, lines);
        watchdog.CloseLifeline();

        Assert.DoesNotContain("started", await watchdog.Output.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(1, await watchdog.ExitCodeAsync());
        Assert.False(Directory.Exists(Path.GetDirectoryName(secret.Path)));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_server_finds_what_marks_the_watchdogs_lines_neither_among_its_arguments_nor_in_an_environment(string? python)
    {
        const string Script = "for process in /proc/[0-9]*; do tr '\\0' '\\n' <$process/environ; tr '\\0' '\\n' <$process/cmdline; done 2>/dev/null | sed 's/^/found /'; echo up; sleep 1000";
        using var watchdog = RunningWatchdog.Start(CommandOf(python, ["/bin/sh", "-c", Script]), _tag);
        var lines = await watchdog.UpAsync();

        Assert.Contains($"found {TaggedProcesses.Variable}={_tag}", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("found ", StringComparison.Ordinal) && line.Contains(RunningWatchdog.Mark["specbundle-".Length..].Trim(), StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<string>> LeftAsync() => TaggedProcesses.LeftAfterAsync(_tag, Limit, TestContext.Current.CancellationToken);

    private async Task<RunningWatchdog> StartAsync(string? python, params string[] command)
    {
        var watchdog = RunningWatchdog.Start(CommandOf(python, command), _tag);
        await watchdog.UpAsync();
        return watchdog;
    }

    private static ServerCommand CommandOf(string? python, string[] command) => new(command[0], command[1..], new Dictionary<string, string>(), null) { WatchdogPython = python };
}
