using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Holds rows against an error or a line, and fills the sentences of the one that fits.</summary>
internal static partial class FailureMatch
{
    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Slot { get; }

    /// <summary>The first row of that strength that fits an exception; null where none does.</summary>
    public static ServerFailure? Of(IEnumerable<FailureRow> rows, FailureStrength strength, LoggedError error, LoggedException exception)
    {
        var frames = error.Frames;
        foreach (var row in rows.Where(row => row.Strength == strength && row.Scope.HasFlag(error.Scope) && row.Where?.IsMatch(frames) != false))
        {
            if (row.Pattern.Match(exception.Text) is { Success: true } match)
            {
                var line = strength == FailureStrength.Symptom ? TellingLine.Of(exception.Text) : TellingLine.At(exception.Text, match);
                return Failure(row, match, line, exception.Raised);
            }
        }

        return null;
    }

    /// <summary>The first row of that strength that fits a line outside of errors; null where none does.</summary>
    public static ServerFailure? Of(IEnumerable<FailureRow> rows, FailureStrength strength, string line)
    {
        foreach (var row in rows.Where(row => row.Strength == strength && row.Scope.HasFlag(FailureScope.Line) && row.Where is null))
        {
            if (row.Pattern.Match(line) is { Success: true } match)
            {
                return Failure(row, match, line, raised: null);
            }
        }

        return null;
    }

    private static ServerFailure Failure(FailureRow row, Match match, string line, LoggedFrame? raised)
    {
        return new ServerFailure { Id = row.Id, Summary = Fill(row.Summary), Remedy = Fill(row.Remedy), EvidenceLine = Evidence() };

        string Fill(string sentence) => Slot.Replace(sentence, slot => slot.Groups["name"].Value switch
        {
            "line" => line.TrimEnd('.'),
            "code" => raised?.Code is { Length: > 0 } code ? code : line,
            "place" => raised?.Place ?? "the log does not say where",
            var name => match.Groups[name].Value,
        });

        // A bare exception tells nothing; the statement that raised it does.
        string Evidence() => row.Summary.Contains("{code}", StringComparison.Ordinal) && raised?.Code is { Length: > 0 } code ? code : line;
    }
}
