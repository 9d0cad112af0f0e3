namespace SpeculativeDecoding;

/// <summary>Cuts a log into lines, also where progress bars end them with a carriage return.</summary>
internal sealed class LineSplitter(Action<string> onLine)
{
    // Longer than any line that tells something; a bound for a server that never ends one.
    private const int LongestLine = 64 * 1024;
    private readonly System.Text.StringBuilder _line = new();

    public void Write(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny('\n', '\r') is var end and >= 0)
        {
            Append(text[..end]);
            Flush();
            text = text[(end + 1)..];
        }

        Append(text);
    }

    /// <summary>Hands over a last line that nothing ended.</summary>
    public void Flush()
    {
        if (_line.Length > 0)
        {
            var line = _line.ToString();
            _line.Clear();
            onLine(line);
        }
    }

    private void Append(ReadOnlySpan<char> text) => _line.Append(text[..Math.Min(text.Length, LongestLine - _line.Length)]);
}
