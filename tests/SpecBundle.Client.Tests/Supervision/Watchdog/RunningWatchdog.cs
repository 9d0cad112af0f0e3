using System.Diagnostics;
using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>A watchdog alone, its pipe held by the test: closing it is what the death of an app looks like.</summary>
internal sealed class RunningWatchdog : IDisposable
{
    /// <summary>What its lines begin with.</summary>
    public const string Mark = "specbundle-4b1d0c2e97f3a8566d1e ";
    private readonly Process _process;

    private RunningWatchdog(Process process) => _process = process;

    public int Id => _process.Id;

    public StreamReader Output => _process.StandardOutput;

    public bool HasExited => _process.HasExited;

    /// <summary>Those of the Python one: the guardian's only child.</summary>
    public ProcessIdentity Warden => ProcessIdentity.DescendantsOf(Id)[0];

    /// <param name="command">What it is to start.</param>
    /// <param name="tag">In the environment of all.</param>
    /// <param name="lines">How many of the lines that it is to be given first, the nonce and the secret, the app lives long enough for.</param>
    public static RunningWatchdog Start(ServerCommand command, string tag, int lines = 2)
    {
        var start = Watchdog.Start(command, Guid.NewGuid().ToString("N"));
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        start.Environment[TaggedProcesses.Variable] = tag;
        var watchdog = new RunningWatchdog(Process.Start(start)!);
        watchdog._process.StandardInput.AutoFlush = true;
        foreach (var line in new[] { Mark["specbundle-".Length..].Trim(), command.SecretFile?.Content }.OfType<string>().Take(lines))
        {
            watchdog.Send(line);
        }

        return watchdog;
    }

    /// <summary>The lines until the one that its server says when it is up.</summary>
    public async Task<IReadOnlyList<string>> UpAsync()
    {
        var lines = new List<string>();
        while (await Output.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "up")
        {
            lines.Add(line);
        }

        return lines;
    }

    public void Send(string line) => _process.StandardInput.Write(line + "\n");

    public void CloseLifeline() => _process.StandardInput.Close();

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public static async Task SignalAsync(string signal, params IEnumerable<int> processes)
    {
        using var kill = Process.Start("kill", ["-s", signal, .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.Dispose();
    }
}
