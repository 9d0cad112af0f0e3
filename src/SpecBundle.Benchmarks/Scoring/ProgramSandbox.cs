namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Runs Python programs that nobody trusts: no network, no view of the home folder, of other processes or of this
/// process's environment, files or keys, files in memory only, limits on time, memory, processes and files, and no system
/// calls that lead round them. Linux on x86-64 and ARM64 only.
/// </summary>
public sealed class ProgramSandbox : IProgramRunner
{
    private const string Probe = """
        import os, socket
        names = [name for _, name in socket.if_nameindex()]
        open('/tmp/written', 'w').close()
        def strange(folder):
            for path in ([os.path.join(folder, name) for name in os.listdir(folder)] if os.path.isdir(folder) else []):
                if any(own.startswith(path + '/') for own in shared): yield from strange(path)
                elif path not in shared: yield path
        seen = [name for name in ('/etc/shadow', '/proc/1') if os.path.exists(name)] + [*strange('/home'), *strange('/root')]
        print('shut in' if set(names) <= {'lo'} and not seen else f'open: {names} {seen}')
        """;

    private readonly string _toolPath;
    private readonly Python _python;
    private readonly TimeProvider _time;

    private ProgramSandbox(SandboxTool tool, string toolPath, Python python, TimeProvider time)
    {
        (Tool, _toolPath, _python, _time) = (tool, toolPath, python, time);
    }

    /// <summary>The tool that shuts programs in.</summary>
    public SandboxTool Tool { get; }

    /// <inheritdoc/>
    public string? Interpreter => $"Python {_python.Version} ({_python.Executable})";

    /// <summary>Sets a sandbox up and tries it. Create one only where the caller allows code to run.</summary>
    /// <exception cref="SandboxException">No tool works here; the message says why for each, and what to install.</exception>
    public static async Task<ProgramSandbox> CreateAsync(SandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        if (!OperatingSystem.IsLinux())
        {
            throw new SandboxException("programs are run on Linux alone; use a Linux machine, a container or WSL");
        }

        var python = await Python.FindAsync(options.PythonPath, cancellationToken).ConfigureAwait(false);

        var reasons = new List<string>();
        SandboxTool[] tools = options.Tool is { } one ? [one] : [SandboxTool.Bubblewrap, SandboxTool.Unshare];
        foreach (var tool in tools)
        {
            var path = tool == SandboxTool.Bubblewrap ? options.BubblewrapPath ?? ExecutablePath.Find("bwrap") : ExecutablePath.Find("unshare");
            var reason = path is null
                ? "not installed"
                : await TryAsync(new(tool, path, python, options.TimeProvider), cancellationToken).ConfigureAwait(false);
            if (reason is null)
            {
                return new(tool, path!, python, options.TimeProvider);
            }

            reasons.Add($"{(tool == SandboxTool.Bubblewrap ? "bwrap" : "unshare")}: {reason}");
        }

        throw new SandboxException($"no sandbox works here ({string.Join("; ", reasons)}); "
            + "install bubblewrap and allow unprivileged user namespaces"
            + (Environment.IsPrivilegedProcess && python.Folders.Count > 0 ? $"; for root programs run as nobody, who must be allowed to read {string.Join(" and ", python.Folders)}" : ""));
    }

    /// <inheritdoc/>
    /// <exception cref="SandboxException">The sandbox could not be set up; nothing is known about the program.</exception>
    public Task<ProgramResult> RunAsync(string source, ProgramLimits limits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(limits);
        var command = SandboxCommand.Build(Tool, _toolPath, _python, limits);
        return SandboxProcess.RunAsync(command, source, limits, _time, cancellationToken);
    }

    private static async Task<string?> TryAsync(ProgramSandbox sandbox, CancellationToken cancellationToken)
    {
        try
        {
            var result = await sandbox.RunAsync($"shared = {PythonLiteral.Of(sandbox._python.Folders)}\n{Probe}", new ProgramLimits(), cancellationToken).ConfigureAwait(false);
            return result.Output.Trim() == "shut in" ? null : $"it does not shut in ({result.Limit} {result.Output} {result.Error})".ReplaceLineEndings(" ");
        }
        catch (SandboxException error)
        {
            return error.Message;
        }
    }
}
