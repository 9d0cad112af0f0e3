using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Tests;

/// <summary>The tool as a person runs it: a process of its own, its two outputs kept apart.</summary>
internal sealed partial class CommandProcess : IAsyncDisposable
{
    private const int Interrupt = 2;
    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly List<string> _output = [];

    private CommandProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public static async Task<CommandOutcome> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        await using var command = Start(arguments);
        return await command.WaitAsync(cancellationToken);
    }

    public static CommandProcess Start(params string[] arguments) => Start([], arguments);

    /// <summary>With further variables of the environment.</summary>
    public static CommandProcess Start(IReadOnlyCollection<KeyValuePair<string, string>> environment, params string[] arguments) =>
        Start(new ProcessStartInfo(Command[0], [.. Command[1..], .. arguments]), environment);

    /// <summary>With an input that stays open, for <see cref="SayAsync"/>.</summary>
    public static CommandProcess StartTalking(params string[] arguments) => Start(new ProcessStartInfo(Command[0], [.. Command[1..], .. arguments]), [], keepsInput: true);

    /// <summary>As a shell starts it, after settings such as <c>ulimit -n 64;</c> and with redirections such as <c>&gt;/dev/full</c>.</summary>
    public static CommandProcess StartInShell(string settings, string redirections, params string[] arguments) =>
        StartInShell([], settings, redirections, arguments);

    public static CommandProcess StartInShell(IReadOnlyCollection<KeyValuePair<string, string>> environment, string settings, string redirections, params string[] arguments) =>
        Start(new ProcessStartInfo("/bin/sh", ["-c", $"{settings} exec \"$0\" \"$@\" {redirections}", .. Command, .. arguments]), environment);

    /// <summary>The program and its first arguments: the tool that was built with the tests, or one that was published (eng/prove-packages.sh).</summary>
    public static string[] Command => Environment.GetEnvironmentVariable("SPECBUNDLE_TESTED_TOOL") is { } published
        ? [published]
        : [Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", Path.Combine(AppContext.BaseDirectory, "SpecBundle.Cli.dll")];

    /// <summary>What a command meets on every machine: it gives what it says to us, and finds no SGLang, no network and no models.</summary>
    public static ProcessStartInfo Prepare(ProcessStartInfo start, IReadOnlyCollection<KeyValuePair<string, string>> environment)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;

        // A machine without SGLang, whatever the one that runs the tests has.
        start.Environment["SPECBUNDLE_PYTHON"] = "/nonexistent/python3";
        start.Environment.Remove("SPECBUNDLE_API_KEY");

        // And one without a network or models.
        start.Environment["HF_ENDPOINT"] = "http://127.0.0.1:9";
        start.Environment["HF_HOME"] = "/nonexistent/huggingface";
        start.Environment.Remove("HF_TOKEN");
        start.Environment.Remove("CUDA_VISIBLE_DEVICES");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static CommandProcess Start(ProcessStartInfo start, IReadOnlyCollection<KeyValuePair<string, string>> environment, bool keepsInput = false)
    {
        var process = Process.Start(Prepare(start, environment))!;
        if (!keepsInput)
        {
            process.StandardInput.Close();
        }

        return new CommandProcess(process);
    }

    /// <summary>Reads standard output until a line begins so; fails with all that was said if the command ends before.</summary>
    public async Task<string> WaitForLineAsync(string beginning, CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            _output.Add(line);
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The command ended without a line '{beginning}...'. It said: {string.Join('\n', _output)}\n{await _error}");
    }

    /// <summary>Writes lines to standard input.</summary>
    public async Task SayAsync(params string[] lines)
    {
        await _process.StandardInput.WriteAsync(string.Concat(lines.Select(line => line + "\n")));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Writes lines to standard input, ends it and waits.</summary>
    public async Task<CommandOutcome> SayAllAsync(CancellationToken cancellationToken, params string[] lines)
    {
        await SayAsync(lines);
        _process.StandardInput.Close();
        return await WaitAsync(cancellationToken);
    }

    public void PressCtrlC() => Assert.Equal(0, Kill(_process.Id, Interrupt));

    /// <summary>As <c>kill -9</c>: nothing of it can react.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async Task<CommandOutcome> WaitAsync(CancellationToken cancellationToken)
    {
        var rest = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return new CommandOutcome(_process.ExitCode, string.Concat(_output.Select(line => line + "\n")) + rest, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}

/// <summary>How a command ended and what it said.</summary>
internal sealed record CommandOutcome(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
