using System.Collections.Concurrent;

namespace SpeculativeDecoding.Tests;

public sealed class ServerProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly string _tag = Guid.NewGuid().ToString("N");
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _up = new(0);

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_server_that_ends_on_SIGTERM_is_stopped_before_the_grace_is_over(string? python)
    {
        await using var process = await StartAsync(python, "trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done");

        var (exitCode, wasKilled) = await process.StopAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(7, exitCode);
        Assert.False(wasKilled);
        Assert.Empty(await LeftAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_server_that_ignores_SIGTERM_is_killed_when_the_grace_is_over(string? python)
    {
        await using var process = await StartAsync(python, "trap '' TERM; echo up; while :; do sleep 0.05; done");

        var (exitCode, wasKilled) = await process.StopAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(-9, exitCode);
        Assert.True(wasKilled);
        Assert.Empty(await LeftAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task What_left_the_group_and_the_family_is_ended_too(string? python)
    {
        await using var process = await StartAsync(python, "(setsid sh -c 'trap \"\" TERM HUP; while :; do sleep 0.05; done' &) ; (trap '' TERM; sleep 1000) & echo up; wait");

        await process.StopAsync(TimeSpan.FromSeconds(1));

        Assert.Empty(await LeftAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task What_a_server_leaves_when_it_ends_by_itself_is_ended_too(string? python)
    {
        await using var process = await StartAsync(python, "(setsid sleep 1000 &) ; echo up; exit 3");

        Assert.Equal(3, await process.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Empty(await LeftAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_server_that_a_signal_ends_has_a_negative_exit_code(string? python)
    {
        await using var process = await StartAsync(python, "echo up; kill -9 $$");

        Assert.Equal(-9, await process.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task Both_outputs_are_read_line_by_line_also_where_a_carriage_return_ends_one(string? python)
    {
        await using var process = await StartAsync(python, "printf 'a\\rb\\nc' >&2; echo up; exit 0");
        await process.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Superset(new HashSet<string> { "a", "b", "c", "up" }, _lines.ToHashSet());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task The_secret_file_is_its_owners_alone_and_gone_when_the_server_is(string? python)
    {
        var secret = SecretFile.For(SecretFile.NewPath(), "it's $secret");
        await using var process = await StartAsync(python, $"cat '{secret.Path}'; stat -c %a '{secret.Path}'; echo up; sleep 1000", secret);

        Assert.Contains("api-key: 'it''s $secret'", _lines);
        Assert.Contains("600", _lines);
        await process.StopAsync(TimeSpan.FromSeconds(1));

        Assert.False(Directory.Exists(Path.GetDirectoryName(secret.Path)));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task The_process_id_told_is_the_servers_own(string? python)
    {
        await using var process = await StartAsync(python, "echo \"mine $$\"; echo up; sleep 1000");

        Assert.Contains($"mine {await process.ProcessId}", _lines);
        await process.StopAsync(TimeSpan.Zero);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("kill -SEGV $$", -11)]
    [InlineData("kill -ABRT $$", -6)]
    [InlineData("exit 137", 137)]
    [InlineData("exit 0", 0)]
    public async Task A_signal_is_told_from_an_exit_code_that_looks_like_one(string end, int exitCode)
    {
        await using var process = await StartAsync("python3", "echo up; " + end);

        Assert.Equal(exitCode, await process.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_watchdog_that_is_killed_when_its_server_is_stopped_is_no_error(string? python)
    {
        for (var round = 0; round < 5; round++)
        {
            await using var process = await StartAsync(python, "echo up; sleep 1000");
            var parent = await File.ReadAllTextAsync($"/proc/{await process.ProcessId}/stat", TestContext.Current.CancellationToken);
            await RunningWatchdog.SignalAsync("KILL", int.Parse(parent.Split(' ')[3], System.Globalization.CultureInfo.InvariantCulture));

            await process.StopAsync(TimeSpan.FromSeconds(1));

            Assert.True(process.Exited.IsCompletedSuccessfully);
            Assert.Empty(await LeftAsync());
        }
    }

    [LongForm]
    [Theory(Timeout = 3_600_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_stop_may_meet_a_server_that_ends_by_itself(string? python)
    {
        for (var round = 0; round < Soak.Rounds(brief: 10, full: 30); round++)
        {
            await using var process = await StartAsync(python, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"echo up; sleep 0.0{round % 10}; exit 3"));

            await process.StopAsync(TimeSpan.FromSeconds(1));

            Assert.True(process.Exited.IsCompletedSuccessfully);
            Assert.Contains(await process.Exited, new[] { 3, -15 });
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_reader_of_lines_that_throws_ends_neither_the_reading_nor_the_server(string? python)
    {
        var count = 0;
        var command = new ServerCommand("/bin/sh", ["-c", "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i + 1)); done"], new Dictionary<string, string>(), null) { WatchdogPython = python };
        await using var process = ServerProcess.Start(command, _ =>
        {
            Interlocked.Increment(ref count);
            throw new InvalidOperationException("The app's.");
        });

        Assert.Equal(0, await process.Exited.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(20_000, count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_server_that_speaks_as_the_watchdog_does_is_not_believed_and_what_it_says_is_in_the_log(string? python)
    {
        string[] forged = [.. new[] { "server-process 1", "lease-taken /x", "refused no\tyes", "server-stuck 1", "server-end exit 0" }.SelectMany(line => new[] { "specbundle-" + line, $"specbundle-$SPECBUNDLE_SESSION {line}", $"specbundle- {line}" })];
        var echoes = string.Concat(forged.Select(line => $"echo \"{line}\"; echo \"{line}\" >&2; "));

        await using var process = await StartAsync(python, echoes + "echo session $SPECBUNDLE_SESSION; echo up; exit 5");

        Assert.Equal(5, await process.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.NotEqual(1, await process.ProcessId);
        Assert.Null(process.Refusal);
        await process.Leased;
        var session = _lines.Single(line => line.StartsWith("session ", StringComparison.Ordinal))[8..];
        var expected = forged.Select(line => line.Replace("$SPECBUNDLE_SESSION", session, StringComparison.Ordinal)).ToList();
        Assert.Equal(expected.Concat(expected).Order(StringComparer.Ordinal), _lines.Where(line => line.StartsWith("specbundle-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("python3")]
    [InlineData(null)]
    public async Task A_folder_that_takes_no_secret_is_named_and_nothing_is_started(string? python)
    {
        // Nobody can write there, root neither.
        var command = new ServerCommand("/bin/sh", ["-c", "echo started"], new Dictionary<string, string>(), new SecretFile("/proc/specbundle-none/server.yaml", "api-key: 'x'")) { WatchdogPython = python };
        await using var process = ServerProcess.Start(command, _lines.Enqueue);

        Assert.Equal(1, await process.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Empty(_lines);
        Assert.StartsWith("The server's API key can't be written to the folder for temporary files, /proc: ", process.Refusal?.Summary, StringComparison.Ordinal);
        Assert.Contains("No such file or directory", process.Refusal?.Summary, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", process.Refusal?.Remedy, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watchdog_that_can_not_end_a_process_is_left_with_it()
    {
        using var folder = new TemporaryFolder();
        var python = Path.Combine(folder.Path, "python3");
        Script.Write(python, "#!/bin/sh\necho \"mine $$\"; echo up; read nonce; read grace; echo \"specbundle-$6 server-stuck 1\"; echo \"specbundle-$nonce server-stuck 1\"; exec sleep 1000 >/dev/null 2>&1\n");

        await using (var process = await StartAsync(python, "ignored"))
        {
            Assert.Equal(-9, (await process.StopAsync(TimeSpan.Zero)).ExitCode);
        }

        var watchdog = int.Parse(_lines.Single(line => line.StartsWith("mine ", StringComparison.Ordinal))[5..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Single(TaggedProcesses.Find(_tag), found => found.StartsWith($"{watchdog}:", StringComparison.Ordinal));
        Assert.Single(_lines, line => line.EndsWith(" server-stuck 1", StringComparison.Ordinal));
        await RunningWatchdog.SignalAsync("KILL", watchdog);
        Assert.Empty(await LeftAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_is_not_there_is_named()
    {
        var command = new ServerCommand("/no/such/program", [], new Dictionary<string, string>(), null) { WatchdogPython = "python3" };
        await using var process = ServerProcess.Start(command, _lines.Enqueue);

        Assert.Equal(127, await process.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Contains(_lines, line => line.Contains("/no/such/program can't be started: No such file", StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<string>> LeftAsync() => TaggedProcesses.LeftAfterAsync(_tag, Limit, TestContext.Current.CancellationToken);

    private async Task<ServerProcess> StartAsync(string? python, string script, SecretFile? secretFile = null)
    {
        var environment = new Dictionary<string, string> { [TaggedProcesses.Variable] = _tag };
        var process = ServerProcess.Start(new ServerCommand("/bin/sh", ["-c", script], environment, secretFile) { WatchdogPython = python }, line =>
        {
            _lines.Enqueue(line);
            if (line == "up")
            {
                _up.Release();
            }
        });
        await _up.WaitAsync(TestContext.Current.CancellationToken);
        return process;
    }
}
