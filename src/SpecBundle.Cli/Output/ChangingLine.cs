namespace SpeculativeDecoding.Cli;

/// <summary>One line of a terminal that changes, until it is closed.</summary>
internal sealed class ChangingLine(TextWriter output)
{
    private bool _open;

    public void Write(string text)
    {
        output.Write($"\r\u001b[K{text}");
        _open = true;
    }

    /// <summary>Ends the line, so that what follows starts on a line of its own.</summary>
    public void Close()
    {
        if (_open)
        {
            output.WriteLine();
            _open = false;
        }
    }
}
