namespace SpeculativeDecoding;

/// <summary>An exception of a traceback, or what a native crash says.</summary>
/// <param name="Text">Its name and message, with continuation lines.</param>
/// <param name="Frames">The frames that led to it, the innermost last.</param>
internal sealed record LoggedException(string Text, IReadOnlyList<LoggedFrame> Frames)
{
    /// <summary>The first line.</summary>
    public string Headline => Text.Split('\n', 2)[0];

    /// <summary>Where it was raised; null where the log does not say.</summary>
    public LoggedFrame? Raised => Frames is [.., var last] ? last : null;
}
