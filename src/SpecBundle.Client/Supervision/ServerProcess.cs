using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A server under its watchdog: started, read, stopped.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // The watchdog needs a moment after the grace to end what is left.
    private static readonly TimeSpan WatchdogMargin = TimeSpan.FromSeconds(5);

    // And one half of it, when the other is stuck, to notice that and to end it all: see watchdog.py.
    private static readonly TimeSpan TakeOverTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);
    private readonly Process _process;
    private readonly WindowsJob? _job;
    private readonly SecretFile? _secret;
    private readonly string _tag;
    private readonly Action<string> _onLine;
    private readonly Lifeline _lifeline;
    private readonly WatchdogReport _report;

    private ServerProcess(Process process, WindowsJob? job, ServerCommand command, string tag, Action<string> onLine)
    {
        (_process, _job, _secret, _tag, _onLine) = (process, job, command.SecretFile, tag, onLine);
        _lifeline = new Lifeline(process.StandardInput.BaseStream);
        _report = new WatchdogReport(awaitsLeases: command.Leases.Count > 0 && Watchdog.RunsPython(command));
        if (job is null)
        {
            // Through the lifeline: neither a command line nor an environment shows them.
            _lifeline.Send(_report.Nonce);
            if (_secret is not null)
            {
                _lifeline.Send(_secret.Content);
            }
        }

        Exited = WaitAsync(Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError)));
        if (OperatingSystem.IsWindows())
        {
            _report.Close(process.Id);
        }
    }

    /// <summary>
    /// The exit code once the server, and all it started, is gone and its log is read: negative for a signal. It never faults.
    /// It comes as well when the system does not end what was killed, which the log then says.
    /// </summary>
    public Task<int> Exited { get; }

    /// <summary>
    /// Completes when the leases are held, at once where there are none; faults with a <see cref="GpuLeaseTakenException"/>
    /// where another holds one.
    /// </summary>
    public Task Leased => _report.Leased;

    /// <summary>Why the watchdog started nothing, once it has ended; null where it did, or did not say.</summary>
    public ServerFailure? Refusal => _report.Refusal;

    /// <summary>The server's own process id, once the watchdog has told it.</summary>
    public Task<int> ProcessId => _report.ProcessId;

    /// <exception cref="Win32Exception">The program can't be started.</exception>
    public static ServerProcess Start(ServerCommand command, Action<string> onLine)
    {
        var tag = Guid.NewGuid().ToString("N");
        var start = OperatingSystem.IsWindows() ? Direct(command) : Watchdog.Start(command, tag);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = new System.Text.UTF8Encoding(false);
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        if (!OperatingSystem.IsWindows())
        {
            return new ServerProcess(Process.Start(start)!, null, command, tag, onLine);
        }

        command.SecretFile?.Write();
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
            return new ServerProcess(process, WindowsJob.Holding(process), command, tag, onLine);
        }
        catch (Win32Exception)
        {
            process?.Kill(entireProcessTree: true);
            process?.Dispose();
            command.SecretFile?.Delete();
            throw;
        }
    }

    /// <summary>SIGTERM, the grace, then SIGKILL to everything that was started; ends when all of it is gone.</summary>
    /// <param name="grace">A later call can only shorten that of an earlier one.</param>
    /// <returns>The exit code and whether the grace ran out.</returns>
    public async Task<(int ExitCode, bool WasKilled)> StopAsync(TimeSpan grace)
    {
        // The watchdog counts in whole seconds; without a limit, in more than anybody waits.
        var seconds = TimeLimit.IsInfinite(grace) ? (int)TimeLimit.Longest.TotalSeconds : Math.Max((int)Math.Ceiling(grace.TotalSeconds), 0);
        var started = TimeProvider.System.GetTimestamp();
        _lifeline.Send(string.Create(CultureInfo.InvariantCulture, $"{seconds}"));
        _job?.Terminate();
        if (!await EndsWithinAsync(TimeSpan.FromSeconds(seconds) + WatchdogMargin).ConfigureAwait(false))
        {
            // Only where a part of the watchdog was itself stopped.
            _lifeline.Close();
            if (!await EndsWithinAsync(TakeOverTime).ConfigureAwait(false))
            {
                Kill();
            }
        }

        var exitCode = await Exited.ConfigureAwait(false);
        return (exitCode, WasKilled: _report.WasForced ?? (seconds == 0 || TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(seconds)));
    }

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
        {
            await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        }

        _job?.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo Direct(ServerCommand command)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments);
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
        }

        return start;
    }

    private async Task<bool> EndsWithinAsync(TimeSpan limit)
    {
        try
        {
            await Exited.WaitAsync(TimeLimit.ForTimer(limit)).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile, or some of it can't be killed: what is left is told by the one who looks.
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var splitter = new LineSplitter(Dispatch);
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer.AsMemory()).ConfigureAwait(false) is var count and > 0)
            {
                splitter.Write(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The pipe broke: what came is what there is.
        }

        splitter.Flush();
    }

    private void Dispatch(string line)
    {
        if (!_report.Take(line))
        {
            // One who throws must not end the reading: the server would block on a full pipe.
            AppCode.Call(() => _onLine(line));
        }
    }

    private async Task<int> WaitAsync(Task read)
    {
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(ended, _report.Stuck).ConfigureAwait(false) != ended)
        {
            // The watchdog is left with it: ended, it would give back the leases of GPUs that are still in use.
            _lifeline.Close();
            _secret?.Delete();
            return -9;
        }

        var exitCode = OperatingSystem.IsWindows() ? _process.ExitCode : WatchdogReport.OfShell(_process.ExitCode);
        await Task.WhenAny(read, Task.Delay(DrainTime, TimeProvider.System)).ConfigureAwait(false);

        // Open until now: its end tells the watchdog, and one half of it where the other was killed, that the app is gone.
        _lifeline.Close();
        if (_report.ExitCode is null && !OperatingSystem.IsWindows())
        {
            await Task.WhenAny(read, Task.Delay(WatchdogMargin, TimeProvider.System)).ConfigureAwait(false);
            await Leftovers.EndAsync(_tag).ConfigureAwait(false);
        }

        _secret?.Delete();
        _report.Close(_process.Id);
        return _report.ExitCode ?? exitCode;
    }
}
