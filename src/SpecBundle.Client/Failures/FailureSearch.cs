namespace SpeculativeDecoding;

/// <summary>
/// One search through the end of a log. The first cause wins: what follows it, the exit code too, is how SGLang takes itself down.
/// In this order: argparse's last line, the tracebacks with which a process announces its end, other tracebacks, any telling line.
/// </summary>
internal sealed class FailureSearch
{
    private readonly IReadOnlyList<LogLine> _lines;
    private readonly IReadOnlyList<FailureRow> _rows;
    private readonly int? _exitCode;

    public FailureSearch(IReadOnlyList<string> logTail, int? exitCode)
    {
        _lines = [.. logTail.SelectMany(LogLine.Split)];
        _exitCode = exitCode;
        _rows = [.. FailureCatalogue.Rows.Where(row => row.Context is null || _lines.Any(line => row.Context.IsMatch(line.Message)))];
    }

    public ServerFailure? Find()
    {
        var errors = LoggedError.All(_lines);
        return Arguments()
            ?? Known(errors.Where(error => error.IsEnding))
            ?? Known(errors.Where(error => !error.IsEnding))
            ?? FirstLine()
            ?? Unknown(errors)
            ?? WithoutCause();
    }

    private ServerFailure? Arguments()
    {
        if (_exitCode != 2 && !_lines.Any(line => FatalLines.IsUsage(line.Message)))
        {
            return null;
        }

        return _lines.LastOrDefault(line => FatalLines.IsArgumentError(line.Message)) is { } line
            ? ArgumentFailures.Of(line.Message)
            : null;
    }

    private ServerFailure? Known(IEnumerable<LoggedError> errors) =>
        errors.Select(Known).FirstOrDefault(failure => failure is not null);

    /// <summary>The exception raised last says most; those it was raised from, and the frames, help where it says nothing.</summary>
    private ServerFailure? Known(LoggedError error) =>
        error.Exceptions.Reverse().Append(error.Text)
            .Select(text => _rows.FirstOrDefault(row => row.Pattern.IsMatch(text))?.At(Evidence(error, text)))
            .FirstOrDefault(failure => failure is not null);

    private static string Evidence(LoggedError error, string text) =>
        ReferenceEquals(text, error.Text) ? error.Headline : text.Split('\n', 2)[0];

    /// <summary>The earliest telling line. The arguments of the server are no news.</summary>
    private ServerFailure? FirstLine() =>
        _lines.Where(line => !line.Message.StartsWith("server_args=", StringComparison.Ordinal))
            .Select(line => _rows.FirstOrDefault(row => row.Pattern.IsMatch(line.Message))?.At(line.Message))
            .FirstOrDefault(failure => failure is not null);

    private ServerFailure? WithoutCause() =>
        FailureCatalogue.WithoutCause
            .Select(row => _lines.FirstOrDefault(line => row.Pattern.IsMatch(line.Message)) is { } line ? row.At(line.Message) : null)
            .FirstOrDefault(failure => failure is not null);

    /// <summary>A traceback that log lines of the server's work follow was a request's: the server lived on.</summary>
    private static ServerFailure? Unknown(IReadOnlyList<LoggedError> errors)
    {
        if ((errors.FirstOrDefault(error => error.IsEnding) ?? errors.LastOrDefault(error => error.IsLast)) is not { } error)
        {
            return null;
        }

        return FailureCatalogue.WithoutCause.FirstOrDefault(row => row.Pattern.IsMatch(error.Headline))?.At(error.Headline) ?? new ServerFailure
        {
            Id = "unrecognised",
            Summary = $"The server ended with an error that is not in the catalogue: {error.Headline}",
            Remedy = "Read the log; the traceback before this line shows where it happened. Searching SGLang's issues for the line often helps.",
            EvidenceLine = error.Headline,
        };
    }
}
