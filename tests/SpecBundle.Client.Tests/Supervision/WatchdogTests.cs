using System.Diagnostics;

namespace SpeculativeDecoding.Tests;

/// <summary>The watchdog alone, its pipe held by the test: closing it is what the death of an app looks like.</summary>
public sealed class WatchdogTests
{
    private const string Stubborn = "trap '' TERM; echo up; while :; do sleep 0.05; done";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private readonly string _tag = Guid.NewGuid().ToString("N");

    [Fact(Timeout = 60_000)]
    public async Task An_app_that_dies_while_it_stops_its_server_leaves_nothing_though_the_grace_is_long()
    {
        using var watchdog = await StartAsync("/bin/sh", "-c", Stubborn);
        await watchdog.StandardInput.WriteAsync("60\n");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        watchdog.StandardInput.Close();

        Assert.Empty(await LeftAsync());
        await watchdog.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, watchdog.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_grace_is_kept_while_the_app_lives()
    {
        using var watchdog = await StartAsync("/bin/sh", "-c", "trap 'sleep 2; exit 4' TERM; echo up; while :; do sleep 0.05; done");
        await watchdog.StandardInput.WriteAsync("60\n");
        await watchdog.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(4, watchdog.ExitCode);
        Assert.Empty(await LeftAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("HUP")]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_to_the_watchdog_leaves_the_server_to_the_app(string signal)
    {
        using var watchdog = await StartAsync("/bin/sh", "-c", Stubborn);
        using (var kill = Process.Start("kill", ["-s", signal, watchdog.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(watchdog.HasExited);
        watchdog.StandardInput.Close();
        Assert.Empty(await LeftAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Arguments_reach_the_server_as_they_are()
    {
        string[] hostile = ["two words", "$HOME `id`", "it's \"quoted\"", "*", "", "-n", "line\nbreak", "\\t"];
        using var watchdog = await StartAsync(["/bin/sh", "-c", "echo up; for a in \"$@\"; do printf '<%s>' \"$a\"; done", "sh", .. hostile]);

        Assert.Equal(string.Concat(hostile.Select(argument => $"<{argument}>")), await watchdog.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("half of a li")]
    public async Task An_app_that_dies_before_it_gave_the_secret_starts_no_server(string given)
    {
        using var file = new SecretFile();
        using var watchdog = Start(file.Path, "/bin/sh", "-c", "echo up; sleep 1000");
        await watchdog.StandardInput.WriteAsync(given);
        watchdog.StandardInput.Close();

        Assert.Equal("", await watchdog.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await LeftAsync());
        Assert.False(Directory.Exists(Path.GetDirectoryName(file.Path)));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_app_that_dies_after_it_gave_the_secret_leaves_no_file()
    {
        using var file = new SecretFile();
        using var watchdog = Start(file.Path, "/bin/sh", "-c", "echo up; sleep 1000");
        await watchdog.StandardInput.WriteAsync("api-key: 'x'\n");
        watchdog.StandardInput.Close();

        await watchdog.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await LeftAsync());
        Assert.False(Directory.Exists(Path.GetDirectoryName(file.Path)));
    }

    private Task<IReadOnlyList<string>> LeftAsync() => TaggedProcesses.LeftAfterAsync(_tag, Limit, TestContext.Current.CancellationToken);

    private async Task<Process> StartAsync(params string[] command)
    {
        var watchdog = Start("", command);
        while (await watchdog.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) != "up")
        {
        }

        return watchdog;
    }

    private Process Start(string secretFile, params string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", WatchdogScript.Text, "watchdog", Guid.NewGuid().ToString("N"), secretFile, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[TaggedProcesses.Variable] = _tag;
        var watchdog = Process.Start(start)!;
        watchdog.StandardInput.AutoFlush = true;
        return watchdog;
    }
}
