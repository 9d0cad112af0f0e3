using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>A line of a server's log: <c>[2026-11-24 00:06:58 TP0 ATTN_CP1] message</c>, or a bare one.</summary>
/// <param name="Message">The text without time and ranks.</param>
/// <param name="HasTime">Whether a time stood before it: continuation lines and tracebacks have none.</param>
/// <param name="IsFirstRank">Whether it is from the main process or from the schedulers' first rank. The others say the same again.</param>
internal sealed partial record LogLine(string Message, bool HasTime, bool IsFirstRank)
{
    // A server's own lines are shorter, its arguments too; patterns are held against each, and some take the square of its length.
    private const int LongestHead = 12 * 1024;
    private const int LongestTail = 4 * 1024;

    [GeneratedRegex(@"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:[.,]\d+)?(?<ranks>(?: [A-Z][A-Z_]*\d+)*)\] ?", RegexOptions.CultureInvariant)]
    private static partial Regex Stamp { get; }

    [GeneratedRegex(@"[A-Z]0*[1-9]", RegexOptions.CultureInvariant)]
    private static partial Regex LaterRank { get; }

    /// <summary>Splits what lies between two line feeds: at carriage returns, and where a log line begins behind a progress bar that never ended.</summary>
    public static IEnumerable<LogLine> Split(string text)
    {
        foreach (var part in Bounded(text).Split(['\r', '\n']))
        {
            var start = 0;
            Match? before = null;
            foreach (Match match in Stamp.Matches(part))
            {
                if (match.Index > start || before is not null)
                {
                    yield return Of(part[start..match.Index], before);
                }

                (start, before) = (match.Index + match.Length, match);
            }

            yield return Of(part[start..], before);
        }
    }

    private static string Bounded(string text) => text.Length <= LongestHead + LongestTail ? text : $"{text[..LongestHead]} ... {text[^LongestTail..]}";

    private static LogLine Of(string message, Match? stamp) =>
        new(message.TrimEnd(), stamp is not null, stamp is null || !LaterRank.IsMatch(stamp.Groups["ranks"].Value));
}
