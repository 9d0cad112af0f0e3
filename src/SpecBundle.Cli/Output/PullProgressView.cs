namespace SpeculativeDecoding.Cli;

/// <summary>A pull while it runs: one line that changes on a terminal, a line every few seconds in a pipe.</summary>
internal sealed class PullProgressView(Terminal terminal) : IProgress<PullProgress>, IDisposable
{
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(5);
    private TimeSpan? _last;
    private string? _message;
    private PullProgress? _unwritten;
    private readonly ChangingLine _line = new(terminal);

    /// <summary>Whether anything came over the network, as far as it was reported.</summary>
    public bool HasArrived { get; private set; }

    public void Report(PullProgress value)
    {
        HasArrived |= value.DownloadedBytes > 0;
        if (terminal.RewritesError)
        {
            _line.Write(Describe(value));
        }
        else if (_message != value.Message || value.Elapsed - _last >= PipeInterval)
        {
            terminal.Error.WriteLine(Describe(value));
            (_last, _message, _unwritten) = (value.Elapsed, value.Message, null);
        }
        else
        {
            _unwritten = value;
        }
    }

    /// <summary>Ends the changing line, so that what follows starts on a line of its own; a pipe gets how far it came.</summary>
    public void Close()
    {
        _line.Close();
        if (_unwritten is { } last)
        {
            terminal.Error.WriteLine(Describe(last));
            _unwritten = null;
        }
    }

    public void Dispose() => Close();

    private static string Describe(PullProgress value) =>
        value.FileCount == 0 ? value.ToString() : $"{value} ({value.CompleteFileCount} of {value.FileCount} files)";
}
