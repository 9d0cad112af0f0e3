using System.Collections.Concurrent;

namespace SpeculativeDecoding.Tests;

public sealed class ServerProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private readonly string _tag = Guid.NewGuid().ToString("N");
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _up = new(0);

    [Fact(Timeout = 30_000)]
    public async Task A_server_that_ends_on_SIGTERM_is_stopped_before_the_grace_is_over()
    {
        await using var process = await StartAsync("trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done");

        var (exitCode, wasKilled) = await process.StopAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(7, exitCode);
        Assert.False(wasKilled);
        Assert.Empty(await LeftAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_server_that_ignores_SIGTERM_is_killed_when_the_grace_is_over()
    {
        await using var process = await StartAsync("trap '' TERM; echo up; while :; do sleep 0.05; done");

        var (exitCode, wasKilled) = await process.StopAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(-9, exitCode);
        Assert.True(wasKilled);
        Assert.Empty(await LeftAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task What_left_the_group_and_the_family_is_ended_too()
    {
        await using var process = await StartAsync("(setsid sh -c 'trap \"\" TERM HUP; while :; do sleep 0.05; done' &) ; (trap '' TERM; sleep 1000) & echo up; wait");

        await process.StopAsync(TimeSpan.FromSeconds(1));

        Assert.Empty(await LeftAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task What_a_server_leaves_when_it_ends_by_itself_is_ended_too()
    {
        await using var process = await StartAsync("(setsid sleep 1000 &) ; echo up; exit 3");

        Assert.Equal(3, await process.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Empty(await LeftAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_server_that_a_signal_ends_has_a_negative_exit_code()
    {
        await using var process = await StartAsync("echo up; kill -9 $$");

        Assert.Equal(-9, await process.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task Both_outputs_are_read_line_by_line_also_where_a_carriage_return_ends_one()
    {
        await using var process = await StartAsync("printf 'a\\rb\\nc' >&2; echo up; exit 0");
        await process.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Superset(new HashSet<string> { "a", "b", "c", "up" }, _lines.ToHashSet());
    }

    [Fact(Timeout = 30_000)]
    public async Task The_secret_file_is_gone_when_the_server_is()
    {
        using var file = new SecretFile();
        await using var process = await StartAsync($"cat '{file.Path}'; stat -c %a '{file.Path}' '{Path.GetDirectoryName(file.Path)}'; echo up; sleep 1000", file.Holding("it's \\n $HOME"));

        await process.StopAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["api-key: 'it''s \\n $HOME'", "600", "700"], _lines.Take(3));
        Assert.False(Directory.Exists(Path.GetDirectoryName(file.Path)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_secret_is_in_no_command_line_and_in_no_environment()
    {
        using var file = new SecretFile();
        var key = SecretFile.NewKey();
        await using var process = await StartAsync("echo up; sleep 1000", file.Holding(key));

        foreach (var folder in TaggedProcesses.Find(_tag).Select(found => "/proc/" + found.Split(':')[0]))
        {
            Assert.DoesNotContain(key, await File.ReadAllTextAsync(folder + "/cmdline", TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.DoesNotContain(key, await File.ReadAllTextAsync(folder + "/environ", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(key, file.Holding(key).ToString(), StringComparison.Ordinal);
        await process.StopAsync(TimeSpan.Zero);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_key_of_several_lines_is_refused()
    {
        await Task.Yield();
        using var file = new SecretFile();

        Assert.Throws<ArgumentException>(() => file.Holding("a\nb"));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_process_id_told_is_the_servers_own()
    {
        await using var process = await StartAsync("echo \"mine $$\"; echo up; sleep 1000");

        Assert.Contains($"mine {await process.ProcessId}", _lines);
        await process.StopAsync(TimeSpan.Zero);
    }

    private Task<IReadOnlyList<string>> LeftAsync() => TaggedProcesses.LeftAfterAsync(_tag, Limit, TestContext.Current.CancellationToken);

    private async Task<ServerProcess> StartAsync(string script, ServerSecret? secret = null)
    {
        var environment = new Dictionary<string, string> { [TaggedProcesses.Variable] = _tag };
        var process = ServerProcess.Start(new ServerCommand("/bin/sh", ["-c", script], environment, secret), line =>
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
