namespace SpeculativeDecoding.Cli;

/// <summary>A pull while it runs: one line that changes on a terminal, a line every few seconds in a pipe.</summary>
internal sealed class PullProgressView(Terminal terminal) : IProgress<PullProgress>, IDisposable
{
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(5);
    private TimeSpan? _last;
    private string? _message;
    private bool _open;

    public void Report(PullProgress value)
    {
        if (!terminal.IsErrorRedirected)
        {
            terminal.Error.Write($"\r\u001b[K{Describe(value)}");
            _open = true;
        }
        else if (_message != value.Message || value.Elapsed - _last >= PipeInterval)
        {
            terminal.Error.WriteLine(Describe(value));
            (_last, _message) = (value.Elapsed, value.Message);
        }
    }

    /// <summary>Ends the changing line, so that what follows starts on a line of its own.</summary>
    public void Close()
    {
        if (_open)
        {
            terminal.Error.WriteLine();
            _open = false;
        }
    }

    public void Dispose() => Close();

    private static string Describe(PullProgress value) =>
        value.Files == 0 ? value.ToString() : $"{value} ({value.FilesDone} of {value.Files} files)";
}
