using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>The line of a long exception that tells what went wrong: build tools hide it in pages of commands.</summary>
internal static partial class TellingLine
{
    private const int LongestText = 600;

    [GeneratedRegex(@"\bfatal\b|\berror\s*:|\bnot found\b|No such file|cannot (?:open|find)|undefined (?:symbol|reference)|\bKilled\b|\bassert", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Telling { get; }

    [GeneratedRegex(@"^[\w.]+:\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex NameAlone { get; }

    /// <summary>The whole line that a match stands in.</summary>
    public static string At(string text, Match match)
    {
        // A pattern that begins at the exception's name says that the line is it.
        var start = match.Index == 0 ? 0 : text.LastIndexOf('\n', match.Index - 1) + 1;
        var end = text.IndexOf('\n', match.Index);
        return text[start..(end < 0 ? text.Length : end)].Trim();
    }

    /// <summary>Of an unknown exception: all of a short one; of a long one its first line, or the first that tells more.</summary>
    public static string Of(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0)
        {
            return text;
        }

        var first = NameAlone.IsMatch(lines[0]) && lines.Length > 1 ? lines[1] : lines[0];
        return text.Length <= LongestText && lines.Length <= 2 ? lines[0] : lines.Skip(1).FirstOrDefault(line => Telling.IsMatch(line)) ?? first;
    }
}
