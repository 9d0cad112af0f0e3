using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A server under its watchdog: started, read, stopped.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // The watchdog needs a moment after the grace to end what is left.
    private static readonly TimeSpan WatchdogMargin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);
    private readonly Process _process;
    private readonly WindowsJob? _job;
    private readonly SecretFile? _ownSecret;
    private readonly Action<string> _onLine;
    private readonly TaskCompletionSource<int> _processId = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _stopping = new();
    private bool _stopSent;

    private ServerProcess(Process process, WindowsJob? job, SecretFile? ownSecret, Action<string> onLine)
    {
        (_process, _job, _ownSecret, _onLine) = (process, job, ownSecret, onLine);
        var output = ReadAsync(process.StandardOutput);
        var error = ReadAsync(process.StandardError);
        Exited = WaitAsync(output, error);
        if (OperatingSystem.IsWindows())
        {
            _processId.TrySetResult(process.Id);
        }
    }

    /// <summary>The exit code once the server, and all it started, is gone and its log is read: negative for a signal.</summary>
    public Task<int> Exited { get; }

    /// <summary>
    /// Completes when the leases are held, at once where there are none; faults with a <see cref="GpuLeaseTakenException"/>
    /// where another holds one.
    /// </summary>
    public Task Leased { get; } = Task.CompletedTask;

    /// <summary>The server's own process id, once the watchdog has told it.</summary>
    public Task<int> ProcessId => _processId.Task;

    /// <exception cref="Win32Exception">The program can't be started.</exception>
    public static ServerProcess Start(ServerCommand command, Action<string> onLine)
    {
        var start = OperatingSystem.IsWindows() ? Direct(command) : Watched(command);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardInputEncoding = start.StandardOutputEncoding = start.StandardErrorEncoding = new System.Text.UTF8Encoding(false);
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        if (OperatingSystem.IsWindows())
        {
            command.SecretFile?.Write();
        }

        var process = Process.Start(start)!;
        var job = OperatingSystem.IsWindows() ? WindowsJob.Holding(process) : null;
        if (job is null)
        {
            GiveSecret(process, command.SecretFile);
        }

        return new ServerProcess(process, job, job is null ? null : command.SecretFile, onLine);
    }

    /// <summary>SIGTERM, the grace, then SIGKILL to everything that was started; ends when all of it is gone.</summary>
    /// <returns>The exit code and whether the grace ran out.</returns>
    public async Task<(int ExitCode, bool WasKilled)> StopAsync(TimeSpan grace)
    {
        // The watchdog counts in whole seconds; without a limit, in more than anybody waits.
        var seconds = TimeLimit.IsInfinite(grace) ? (int)TimeLimit.Longest.TotalSeconds : Math.Max((int)Math.Ceiling(grace.TotalSeconds), 0);
        var started = TimeProvider.System.GetTimestamp();
        await SendStopAsync(seconds).ConfigureAwait(false);
        try
        {
            await Exited.WaitAsync(TimeLimit.ForTimer(TimeSpan.FromSeconds(seconds) + WatchdogMargin)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Only a watchdog that was itself stopped or killed comes to this.
            _process.Kill(entireProcessTree: true);
        }

        var exitCode = await Exited.ConfigureAwait(false);
        return (exitCode, WasKilled: seconds == 0 || TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(seconds));
    }

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
        {
            await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        }

        _ownSecret?.Delete();
        _job?.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo Watched(ServerCommand command)
    {
        // In a session of its own the watchdog hears no Ctrl-C that is meant for the app.
        var setsid = File.Exists("/usr/bin/setsid") ? "/usr/bin/setsid" : File.Exists("/bin/setsid") ? "/bin/setsid" : null;
        var start = new ProcessStartInfo(setsid ?? "/bin/sh");
        if (setsid is not null)
        {
            start.ArgumentList.Add("/bin/sh");
        }

        string[] arguments = ["-c", WatchdogScript.Text, "specbundle-watchdog", Guid.NewGuid().ToString("N"), command.SecretFile?.Path ?? "", command.Program, .. command.Arguments];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>Through the lifeline: neither a command line nor an environment shows it.</summary>
    private static void GiveSecret(Process watchdog, SecretFile? secret)
    {
        if (secret is null)
        {
            return;
        }

        try
        {
            watchdog.StandardInput.Write(secret.Content + "\n");
            watchdog.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The watchdog has ended already; its exit code says so.
        }
    }

    private static ProcessStartInfo Direct(ServerCommand command)
    {
        var start = new ProcessStartInfo(command.Program);
        foreach (var argument in command.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
        }

        return start;
    }

    private async Task SendStopAsync(int seconds)
    {
        lock (_stopping)
        {
            if (_stopSent)
            {
                return;
            }

            _stopSent = true;
        }

        if (_job is not null)
        {
            _job.Terminate();
            return;
        }

        try
        {
            await _process.StandardInput.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{seconds}\n")).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The watchdog has ended already.
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
        if (!_processId.Task.IsCompleted && line.StartsWith(WatchdogScript.ProcessIdLine, StringComparison.Ordinal))
        {
            _processId.TrySetResult(int.Parse(line.AsSpan(WatchdogScript.ProcessIdLine.Length), CultureInfo.InvariantCulture));
        }
        else
        {
            _onLine(line);
        }
    }

    private async Task<int> WaitAsync(Task output, Task error)
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(DrainTime, TimeProvider.System)).ConfigureAwait(false);
        _processId.TrySetResult(_process.Id);

        // Open until now: its end would tell the watchdog that the app is gone.
        await _process.StandardInput.DisposeAsync().ConfigureAwait(false);

        // A shell reports a signal as 128 and its number; the highest number is 64.
        return !OperatingSystem.IsWindows() && _process.ExitCode is > 128 and <= 192 ? 128 - _process.ExitCode : _process.ExitCode;
    }
}
