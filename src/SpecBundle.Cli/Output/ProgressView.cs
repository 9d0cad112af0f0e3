using System.Globalization;

namespace SpeculativeDecoding.Cli;

/// <summary>The start of a server: one line that changes on a terminal, a line for each phase in a pipe.</summary>
internal sealed class ProgressView(Terminal terminal) : IProgress<LaunchProgress>
{
    // Downloads take minutes to hours: in a pipe too it should be seen that they go on.
    private static readonly TimeSpan DownloadInterval = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private LaunchPhase? _phase;
    private string? _message;
    private TimeSpan _written;
    private readonly ChangingLine _line = new(terminal);

    public void Report(LaunchProgress value)
    {
        lock (_lock)
        {
            if (terminal.RewritesError)
            {
                _line.Write(Describe(value));
                if (value.Phase == LaunchPhase.Ready)
                {
                    _line.Close();
                }
            }
            else if (_phase != value.Phase || (value.Phase == LaunchPhase.Starting && value.Message != _message) || (value.Phase == LaunchPhase.Downloading && value.Elapsed - _written >= DownloadInterval))
            {
                _written = value.Elapsed;
                terminal.Error.WriteLine(Describe(value));
            }

            (_phase, _message) = (value.Phase, value.Message);
        }
    }

    /// <summary>Ends the changing line, so that what follows starts on a line of its own.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _line.Close();
        }
    }

    // The message has the count already.
    private static string Describe(LaunchProgress value) => string.Create(CultureInfo.InvariantCulture, $"[{value.Elapsed.TotalSeconds,6:F1} s] {value.Message}");
}
