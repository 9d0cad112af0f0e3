namespace SpeculativeDecoding;

/// <summary>A template is broken, asks for something that its language does not have, refuses what it is given, or goes beyond a limit.</summary>
public sealed class JinjaException : SpecBundleException
{
    private const int LongestMessage = 1000;

    internal JinjaException(string message, JinjaErrorKind kind = JinjaErrorKind.Render)
        : this(message, kind, line: null)
    {
    }

    private JinjaException(string message, JinjaErrorKind kind, int? line, Exception? innerException = null)
        : base(line is { } number ? $"line {number}: {message}" : message, null, innerException) => (Reason, Kind, Line) = (message, kind, line);

    /// <summary>What is wrong, without the line.</summary>
    public string Reason { get; }

    /// <summary>Whose fault it is.</summary>
    public JinjaErrorKind Kind { get; }

    /// <summary>The line of the template, from 1; null where it is not known.</summary>
    public int? Line { get; }

    internal JinjaException At(int line) => Line is null ? new JinjaException(Reason.Length <= LongestMessage ? Reason : Reason[..LongestMessage] + "...", Kind, line, this) : this;
}
