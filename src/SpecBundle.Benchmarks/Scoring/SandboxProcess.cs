using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>One run of a sandbox's command. Ending the command ends all that runs inside.</summary>
internal static class SandboxProcess
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    public static async Task<ProgramResult> RunAsync(
        IReadOnlyList<string> command, string source, ProgramLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start(command);
        var output = BoundedText.ReadAsync(process.StandardOutput, limits.OutputCharacters);
        var error = BoundedText.ReadAsync(process.StandardError, limits.OutputCharacters);
        string? limit;
        try
        {
            // Not awaited alone: a program that does not read would hold it up beyond the time limit.
            var write = WriteAsync(process, source);
            limit = await WaitAsync(process, limits, time, cancellationToken).ConfigureAwait(false);
            await write.ConfigureAwait(false);
        }
        finally
        {
            Kill(process);
        }

        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return Result(process.ExitCode, limit, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
    }

    private static ProgramResult Result(int exitCode, string? limit, string output, string error)
    {
        var start = PythonGuard.Ready + "\n";
        var mark = error.IndexOf(start, StringComparison.Ordinal);
        if (mark < 0)
        {
            throw new SandboxException(limit is not null
                ? $"the sandbox did not stand before the limit of {limit}"
                : string.Create(CultureInfo.InvariantCulture, $"the sandbox ended with exit code {exitCode} ({error.Trim().ReplaceLineEndings(" ")})"));
        }

        return new() { ExitCode = limit is null ? exitCode : null, Limit = limit, Output = output, Error = error[(mark + start.Length)..] };
    }

    /// <summary>Waits for the end; at a limit it kills and names the limit.</summary>
    private static async Task<string?> WaitAsync(Process process, ProgramLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limits.Time, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var exit = process.WaitForExitAsync(either.Token);
        string? limit = null;
        while (!exit.IsCompleted && limit is null)
        {
            await Task.WhenAny(exit, Task.Delay(WatchInterval, time, CancellationToken.None)).ConfigureAwait(false);
            if (!exit.IsCompleted && ProcessTree.ResidentBytes(process.Id) > limits.MemoryBytes)
            {
                limit = "memory";
            }
        }

        Kill(process);
        if (!exit.IsCanceled && limit is null)
        {
            return null;
        }

        return limit ?? string.Create(CultureInfo.InvariantCulture, $"{limits.Time.TotalSeconds:0.#} seconds");
    }

    private static async Task WriteAsync(Process process, string source)
    {
        try
        {
            await process.StandardInput.WriteAsync(source).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; the result says why.
        }
    }

    private static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        // Tokens and keys are in the environment of whoever benchmarks.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
        start.Environment["HOME"] = "/tmp";
        start.Environment["LANG"] = "C.UTF-8";

        // Libraries for arrays start a thread for each processor, more than a program may have.
        foreach (var library in (string[])["OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB"])
        {
            start.Environment[library + "_NUM_THREADS"] = "1";
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new SandboxException($"{command[0]} did not start: {error.Message}", error);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            // The sandbox takes everything inside with it: it was started so (--die-with-parent, --kill-child).
#pragma warning disable RS0030
            process.Kill();
#pragma warning restore RS0030
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
