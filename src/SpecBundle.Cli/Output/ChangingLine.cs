namespace SpeculativeDecoding.Cli;

/// <summary>One line of a terminal that changes, until it is closed.</summary>
internal sealed class ChangingLine(Terminal terminal)
{
    private bool _open;

    public void Write(string text)
    {
        // A line that wraps can't be written over as a whole.
        terminal.Error.Rewrite(Printable.Short(text, Math.Max(terminal.StyledError.Profile.Width - 1, 1)));
        _open = true;
    }

    /// <summary>Ends the line, so that what follows starts on a line of its own.</summary>
    public void Close()
    {
        if (_open)
        {
            terminal.Error.WriteLine();
            _open = false;
        }
    }
}
