namespace SpeculativeDecoding;

/// <summary>A traceback of a log with the exceptions that were chained into it, or a native crash.</summary>
/// <param name="Exceptions">In the order they were raised: the last one says most.</param>
/// <param name="Kind">What it means for the server.</param>
internal sealed record LoggedError(IReadOnlyList<LoggedException> Exceptions, LoggedErrorKind Kind)
{
    /// <summary>The number of the line that follows it.</summary>
    public int After { get; init; }

    /// <summary>The exception that was raised last.</summary>
    public LoggedException Last => Exceptions[^1];

    /// <summary>Every frame, one a line.</summary>
    public string Frames => string.Join('\n', Exceptions.SelectMany(exception => exception.Frames));

    /// <summary>Whether a process of the server ended with it.</summary>
    public bool IsEnd => Kind != LoggedErrorKind.Survived;

    public FailureScope Scope => Kind == LoggedErrorKind.Crash ? FailureScope.Crash : FailureScope.Exception;
}
