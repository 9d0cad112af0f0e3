using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>An error that is in no row: what it says, and where it was raised. A wrong cause would be worse.</summary>
internal static partial class UnknownFailure
{
    [GeneratedRegex(@"^[\w.]+:?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Bare { get; }

    public static ServerFailure Of(LoggedError error)
    {
        var exception = error.Last;
        var line = TellingLine.Of(exception.Text);
        var name = exception.Headline.Split(':', 2)[0];
        var said = Bare.IsMatch(line) && exception.Raised is { Code.Length: > 0 } raised ? $"{name} at `{raised.Code}`"
            : line.StartsWith(name, StringComparison.Ordinal) || exception.Headline == line ? line
            : $"{name}: {line}";
        var place = exception.Raised is { } frame ? $" ({frame.Place})" : "";
        return new ServerFailure
        {
            Id = "unrecognized",
            Summary = $"The server ended with an error that is not in the catalogue: {said.TrimEnd('.')}{place}.",
            Remedy = "Search SGLang's issues for this line: a newer release has often mended it. The traceback before it in the log shows what was being done.",
            EvidenceLine = line,
        };
    }
}
