using System.Globalization;

namespace SpeculativeDecoding.Cli;

/// <summary>The start of a server: one line that changes on a terminal, a line for each phase in a pipe.</summary>
internal sealed class ProgressView(Terminal terminal) : IProgress<LaunchProgress>
{
    // Downloads take minutes to hours: in a pipe too it should be seen that they go on.
    private static readonly TimeSpan DownloadInterval = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private LaunchPhase? _phase;
    private TimeSpan _written;
    private bool _open;

    public void Report(LaunchProgress value)
    {
        lock (_lock)
        {
            if (!terminal.IsErrorRedirected)
            {
                terminal.Error.Write($"\r\u001b[K{Describe(value)}");
                _open = true;
                if (value.Phase == LaunchPhase.Ready)
                {
                    CloseLine();
                }
            }
            else if (_phase != value.Phase || (value.Phase == LaunchPhase.Downloading && value.Elapsed - _written >= DownloadInterval))
            {
                _written = value.Elapsed;
                terminal.Error.WriteLine(Describe(value));
            }

            _phase = value.Phase;
        }
    }

    /// <summary>Ends the changing line, so that what follows starts on a line of its own.</summary>
    public void Close()
    {
        lock (_lock)
        {
            CloseLine();
        }
    }

    private static string Describe(LaunchProgress value)
    {
        var count = value is { Current: { } current, Total: { } total } ? $" {current}/{total}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"[{value.Elapsed.TotalSeconds,6:F1} s] {value.Message}{count}");
    }

    private void CloseLine()
    {
        if (_open)
        {
            terminal.Error.WriteLine();
            _open = false;
        }
    }
}
