using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>
/// One search through the end of a log. The first cause wins: what follows it, the exit code too, is how SGLang takes itself down.
/// An error that ended a process goes before every loose line: retries, and what was ignored, stand in the logs of healthy servers.
/// </summary>
internal sealed partial class FailureSearch
{
    private readonly IReadOnlyList<LogLine> _lines;
    private readonly IReadOnlyList<LogLine> _late;
    private readonly IReadOnlyList<LoggedError> _errors;
    private readonly IReadOnlyList<FailureRow> _rows;
    private readonly bool _isSignalled;
    private readonly int? _exitCode;

    public FailureSearch(IReadOnlyList<string> logTail, int? exitCode)
    {
        _lines = [.. logTail.SelectMany(LogLine.Split)];
        _exitCode = exitCode;
        _isSignalled = EndSignal.Ended(_lines, exitCode);
        (_errors, var loose) = ErrorReader.Read(_lines, _isSignalled);
        _late = [.. Telling(loose)];
        _rows = [.. FailureCatalogue.Rows.Where(row => row.Context is null || _lines.Any(line => row.Context.IsMatch(line.Message)))];
    }

    /// <summary>Lines that a healthy server writes too: warnings of what it survived, and lines that carry a request's text.</summary>
    [GeneratedRegex(@"^server_args=|^Ignore import error|^Exception ignored in|^(?:Receive|Finish): obj=|\bRetry(?:ing)?\b|\bretries left\b|(?:Future|Deprecation|Import|Runtime)Warning: |^WARNING|^WARN\b|\bthrown while requesting (?:HEAD|GET)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Harmless { get; }

    /// <summary>What was done instead of what failed.</summary>
    [GeneratedRegex(@"\b(?:[Ff]alling|[Ff]alls?|[Ff]ell) back (?:to|on)\b|\b(?:[Uu]s(?:ing|e)|[Ww]ith) (?:an? |the )?(?:fallback|cached)\b|\b[Tt]rying .{1,80} instead\b|\b[Uu]sing .{1,80} instead\b|\b[Ww]ill (?:retry|be ignored|ignore)\b|\b[Ii]gnor(?:ing|ed)\b|\b[Ss]kipp(?:ing|ed)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Instead { get; }

    /// <summary>A line of its own that says what is done instead of what the line before it tells.</summary>
    [GeneratedRegex(@"^(?:Retrying|Will retry|Trying|Falling back|Using (?:an? |the )?(?:fallback|cached)|Ignoring)\b", RegexOptions.CultureInvariant)]
    private static partial Regex InsteadOfLast { get; }

    /// <summary>What the server reaches only when all that was said before has not stopped it.</summary>
    [GeneratedRegex(@"^Load weight (?:begin|end)\b|^KV Cache is allocated|^Memory pool end|^Capture .*\b(?:begin|end)\b|^max_total_num_tokens=|^The server is fired up|^(?:Decode|Prefill) batch\b|^INFO:\s+\S+ - ""(?:GET|POST) ", RegexOptions.CultureInvariant)]
    private static partial Regex Milestone { get; }

    public ServerFailure? Find()
    {
        var ends = _errors.Where(error => error.IsEnd && !IsConsequence(error)).ToList();
        var first = ends.FirstOrDefault();
        return Arguments()
            ?? First(ends, FailureStrength.Cause)
            ?? (first is null || Row(first, FailureStrength.Symptom) is not null ? Beside() : null)
            ?? (first is null ? null : Row(first, FailureStrength.Symptom) ?? Row(first, FailureStrength.Fallback) ?? UnknownFailure.Of(first))
            ?? WithoutCause()
            ?? DeathFailures.Of(_exitCode);
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

    /// <summary>The lines that may tell a cause, after all that the server got done.</summary>
    private static IEnumerable<LogLine> Telling(IReadOnlyList<LogLine> loose)
    {
        var telling = loose.Where((line, index) => !Harmless.IsMatch(line.Message) && !Instead.IsMatch(line.Message) && (index + 1 == loose.Count || !InsteadOfLast.IsMatch(loose[index + 1].Message))).ToList();
        return telling.Skip(telling.FindLastIndex(line => Milestone.IsMatch(line.Message)) + 1);
    }

    private ServerFailure? First(IEnumerable<LoggedError> errors, FailureStrength strength) =>
        errors.Select(error => Row(error, strength)).FirstOrDefault(failure => failure is not null);

    private ServerFailure? Row(LoggedError error, FailureStrength strength) =>
        error.Exceptions.Reverse()
            .Select(exception => FailureMatch.Of(_rows, strength, error, exception))
            .FirstOrDefault(failure => failure is not null);

    /// <summary>A process that only tells of another's end.</summary>
    private bool IsConsequence(LoggedError error) =>
        Row(error, FailureStrength.Cause) is null && Row(error, FailureStrength.Symptom) is null && Row(error, FailureStrength.Fallback) is null
        && FailureCatalogue.WithoutCause.Any(row => FailureMatch.Of([row], row.Strength, error, error.Last) is not null);

    /// <summary>What was said beside the errors that ended it: where no error says why, it may.</summary>
    private ServerFailure? Beside() => _isSignalled ? null
        : First(_errors.Where(IsLate), FailureStrength.Cause) ?? Line(FailureStrength.Cause) ?? Line(FailureStrength.Symptom) ?? Line(FailureStrength.Fallback);

    /// <summary>An error that the server did not get over, as far as the log shows, and that did not end it by itself.</summary>
    private bool IsLate(LoggedError error) =>
        !error.IsEnd && !_lines.Skip(error.After).Any(line => Milestone.IsMatch(line.Message))
        && (error.After == _lines.Count || !InsteadOfLast.IsMatch(_lines[error.After].Message));

    /// <summary>The earliest telling line of that strength.</summary>
    private ServerFailure? Line(FailureStrength strength) =>
        _late.Select(line => FailureMatch.Of(_rows, strength, line.Message)).FirstOrDefault(failure => failure is not null);

    private ServerFailure? WithoutCause() =>
        FailureCatalogue.WithoutCause
            .Select(row => _lines.Select(line => FailureMatch.Of([row], row.Strength, line.Message)).FirstOrDefault(failure => failure is not null))
            .FirstOrDefault(failure => failure is not null);
}
