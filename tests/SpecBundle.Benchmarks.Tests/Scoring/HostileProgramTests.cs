using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Programs that mean harm do none and end in time.</summary>
public sealed class HostileProgramTests
{
    private const int Timeout = 120_000;

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task A_fork_bomb_is_held_to_its_number_of_processes(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, """
            import os, time
            born, refused = 0, False
            for _ in range(500):
                try:
                    if os.fork() == 0:
                        time.sleep(60)
                        os._exit(0)
                    born += 1
                except OSError:
                    refused = True
                    break
            print(born, refused)
            """);
        Assert.Null(result.Limit);
        var words = result.Output.Split();
        Assert.InRange(int.Parse(words[0], CultureInfo.InvariantCulture), 1, Sandboxes.Short.Processes);
        Assert.Equal("True", words[1]);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task A_fork_bomb_that_never_stops_is_ended_and_leaves_no_process(SandboxTool tool)
    {
        var word = $"bomb{Guid.NewGuid():N}";
        var result = await Sandboxes.RunAsync(tool, $$"""
            import ctypes, os
            ctypes.CDLL(None).prctl(15, b'{{word[..15]}}', 0, 0, 0)
            while True:
                try:
                    os.fork()
                except OSError:
                    pass
            """);
        Assert.Equal("3 seconds", result.Limit);
        await Sandboxes.NoneLeftAsync(word[..15]);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task The_home_folder_is_not_there_to_read(SandboxTool tool)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var secret = Path.Combine(Path.GetTempPath(), $"secret-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(secret, "a token", TestContext.Current.CancellationToken);
        try
        {
            var result = await Sandboxes.RunAsync(tool, $"""
                import os
                for path in ['{home}', '/root', '{secret}', '/etc/passwd', '/proc/1/environ', '/var']:
                    print(os.path.exists(path), end=' ')
                print(os.listdir('/home'), os.path.expanduser('~'))
                """);
            Assert.Equal("False False False False False False [] /tmp", result.Output.Trim());
        }
        finally
        {
            File.Delete(secret);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task The_environment_with_its_tokens_stays_outside(SandboxTool tool)
    {
        var name = $"SECRET_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, "a token");
        try
        {
            var result = await Sandboxes.RunAsync(tool, "import os; print(sorted(os.environ))");
            Assert.Contains("HOME", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(name, result.Output, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task A_server_of_this_machine_is_out_of_reach(SandboxTool tool)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var result = await Sandboxes.RunAsync(tool, $"""
            import socket
            for address in [('127.0.0.1', {((IPEndPoint)listener.LocalEndpoint).Port}), ('192.0.2.1', 80)]:
                try:
                    socket.create_connection(address, 1)
                    print('reached')
                except OSError as error:
                    print('no')
            """);
        Assert.Equal("no no", result.Output.ReplaceLineEndings(" ").Trim());
        Assert.False(listener.Pending());
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task Ten_gigabytes_are_refused(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, "x = bytearray(10 * 1024 ** 3)");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("MemoryError", result.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task Memory_spread_over_children_counts_together(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, """
            import os, time
            for _ in range(8):
                if os.fork() == 0:
                    x = bytearray(b'x') * (40 * 1024 ** 2)
                    time.sleep(60)
                    os._exit(0)
            time.sleep(60)
            """, new() { MemoryBytes = 200L << 20, Time = TimeSpan.FromSeconds(30) });
        Assert.Equal("memory", result.Limit);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task An_endless_loop_ends_at_the_time_limit(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, "print('before', flush=True)\nwhile True: pass");
        Assert.Equal("3 seconds", result.Limit);
        Assert.Null(result.ExitCode);
        Assert.Equal("before", result.Output.Trim());
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap, "stdout")]
    [InlineData(SandboxTool.Bubblewrap, "stderr")]
    [InlineData(SandboxTool.Unshare, "stdout")]
    [InlineData(SandboxTool.Unshare, "stderr")]
    public async Task A_flood_of_output_is_cut(SandboxTool tool, string name)
    {
        var result = await Sandboxes.RunAsync(tool, $"import sys\nwhile True: sys.{name}.write('x' * 1000)");
        Assert.NotNull(result.Limit);
        Assert.InRange((name == "stdout" ? result.Output : result.Error).Length, Sandboxes.Short.OutputCharacters - 100, Sandboxes.Short.OutputCharacters);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task Files_are_in_memory_and_limited(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, """
            import signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            def fill(path, count):
                try:
                    for number in range(count):
                        with open(f'{path}{number}', 'wb') as file:
                            for _ in range(64): file.write(b'x' * 1024 * 1024)
                    return 'written'
                except OSError: return 'no'
            print(fill('/tmp/one', 1), fill('/tmp/many', 8), fill('/usr/lib/x', 1), fill('/x', 1), fill('/dev/shm/x', 1), fill('/dev/x', 1))
            """);
        Assert.Equal("no no no no no no", result.Output.Trim());
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task There_is_no_way_out_by_namespaces_mounts_or_a_second_root(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, """
            import ctypes, os
            libc = ctypes.CDLL(None, use_errno=True)
            def tries():
                yield 'mount', libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)
                yield 'chroot', libc.chroot(b'/tmp')
                yield 'remount', libc.mount(b'none', b'/usr', None, 32 | 4096, None)
                yield 'setuid', libc.sethostname(b'x', 1)
            print([name for name, code in tries() if code == 0])
            with open('/tmp/limits', 'w') as f: pass
            import resource
            try:
                resource.setrlimit(resource.RLIMIT_NPROC, (1000, 1000))
                print('raised')
            except (ValueError, OSError): print('held')
            """);
        Assert.Equal("[] held", result.Output.ReplaceLineEndings(" ").Trim());
    }

    [Fact(Timeout = Timeout)]
    public async Task Cancelling_ends_the_program()
    {
        var sandbox = await Sandboxes.AnyAsync();
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => sandbox.RunAsync("while True: pass", new() { Time = TimeSpan.FromMinutes(1) }, cancel.Token));
    }
}
