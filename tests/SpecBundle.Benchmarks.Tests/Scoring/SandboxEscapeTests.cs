using System.Net.Sockets;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Programs that try the ways round a sandbox: each is closed, and what an answer needs still works.</summary>
public sealed class SandboxEscapeTests
{
    private const int Timeout = 120_000;

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task Uncounted_memory_keys_traces_and_user_namespaces_are_refused(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, """
            import ctypes, os
            libc = ctypes.CDLL(None)
            keys, clone = {'x86_64': (250, 56), 'aarch64': (219, 220)}[os.uname().machine]
            def cloned():
                child = libc.syscall(clone, 0x10000000 | 17, 0, 0, 0, 0)
                if child == 0: os._exit(0)
                return child
            def tries():
                yield 'file in memory', libc.memfd_create(b'x', 0)
                yield 'shared segment', libc.shmget(0, ctypes.c_size_t(1 << 20), 0o1600)
                yield 'message queue', libc.msgget(0, 0o1600)
                yield 'semaphores', libc.semget(0, 1, 0o1600)
                yield 'keyring', libc.syscall(keys, 0, -3, 0)
                yield 'trace', libc.ptrace(0, 0, 0, 0)
                yield 'user namespace', libc.unshare(0x10000000)
                yield 'child in a user namespace', cloned()
            print([name for name, code in tries() if code >= 0])
            """);
        Assert.Equal("[]", result.Output.Trim());
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task Threads_and_processes_of_an_honest_program_work(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, """
            import os, subprocess, sys, threading
            thread = threading.Thread(target=lambda: print('thread', flush=True))
            thread.start()
            thread.join()
            print(subprocess.run([sys.executable, '-I', '-c', 'print("process")'], capture_output=True, text=True).stdout.strip())
            """);
        Assert.Equal("thread process", result.Output.ReplaceLineEndings(" ").Trim());
        Assert.Equal(0, result.ExitCode);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task A_daemon_that_ignores_signals_ends_with_its_program(SandboxTool tool)
    {
        var word = $"dmn{Guid.NewGuid():N}"[..15];
        var result = await Sandboxes.RunAsync(tool, $$"""
            import ctypes, os, signal, time
            ready, told = os.pipe()
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    for number in range(1, 65):
                        try: signal.signal(number, signal.SIG_IGN)
                        except (OSError, ValueError): pass
                    ctypes.CDLL(None).prctl(15, b'{{word}}', 0, 0, 0)
                    os.write(told, b'x')
                    while True: time.sleep(1)
                os._exit(0)
            os.read(ready, 1)
            print('left')
            """);
        Assert.Equal((0, "left"), (result.ExitCode, result.Output.Trim()));
        await Sandboxes.NoneLeftAsync(word);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task A_program_that_ends_all_it_can_reach_ends_only_itself(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, """
            import os, signal
            for process in [os.getppid(), 1, -1, 0, os.getpid()]:
                for number in [signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL]:
                    try: os.kill(process, number)
                    except OSError: pass
            """);
        Assert.NotEqual(0, result.ExitCode);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task A_socket_without_a_file_is_out_of_reach(SandboxTool tool)
    {
        var name = $"specbundle-{Guid.NewGuid():N}";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint("\0" + name));
        listener.Listen();
        var result = await Sandboxes.RunAsync(tool, $"""
            import socket
            try:
                socket.socket(socket.AF_UNIX).connect('\0{name}')
                print('reached')
            except OSError:
                print('no')
            """);
        Assert.Equal("no", result.Output.Trim());
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task The_interpreter_and_its_library_can_not_be_changed(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, """
            import os, sys
            done = []
            for path in [sys.executable, os.__file__, os.path.join(os.path.dirname(os.__file__), 'sitecustomize.py'), '/bin/sh']:
                for change in [lambda: open(path, 'r+'), lambda: open(path, 'a'), lambda: os.remove(path), lambda: os.chmod(path, 0o777),
                               lambda: os.rename(path, path + '.old'), lambda: os.link(path, '/tmp/link'), lambda: os.symlink('/tmp/x', path)]:
                    try:
                        change()
                        done.append(path)
                    except OSError: pass
            print(done)
            """);
        Assert.Equal("[]", result.Output.Trim());
    }

    [Theory(Timeout = Timeout)]
    [InlineData(SandboxTool.Bubblewrap)]
    [InlineData(SandboxTool.Unshare)]
    public async Task A_recursion_without_end_is_a_crash_like_others(SandboxTool tool)
    {
        var result = await Sandboxes.RunAsync(tool, """
            import sys
            sys.setrecursionlimit(10 ** 9)
            class Deep:
                def __repr__(self): return repr(self)
            repr(Deep())
            """);
        Assert.True(result.Limit is not null || result.ExitCode is not 0, $"{result}");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_file_left_open_by_whoever_started_it_is_closed()
    {
        await Sandboxes.OfAsync(SandboxTool.Bubblewrap);
        using var folder = new TemporaryFolder();
        var secret = await folder.WriteAsync("secret", "a token");
        var leaky = Path.Combine(folder.Root, "bwrap");
        Script.Write(leaky, $"#!/bin/sh\nexec 7< {secret} 8< {folder.Root}\nexec bwrap \"$@\"\n");
        foreach (var path in new[] { folder.Root, secret })
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        var sandbox = await ProgramSandbox.CreateAsync(
            new() { Tool = SandboxTool.Bubblewrap, BubblewrapPath = leaky }, TestContext.Current.CancellationToken);
        var result = await sandbox.RunAsync("""
            import os
            def is_open(number):
                try: return os.fstat(number) is not None
                except OSError: return False
            print([number for number in range(3, 4096) if is_open(number)])
            """, Sandboxes.Short, TestContext.Current.CancellationToken);
        Assert.Equal("[]", result.Output.Trim());
    }
}
