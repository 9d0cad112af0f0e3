using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>A Python traceback in a log, with the exceptions that were chained into it.</summary>
/// <param name="Exceptions">Each exception with its continuation lines, the last one raised at the end.</param>
/// <param name="Text">The whole traceback.</param>
/// <param name="IsEnding">A server process announced with it that it ends.</param>
/// <param name="IsLast">No line with a time follows.</param>
internal sealed partial record LoggedError(IReadOnlyList<string> Exceptions, string Text, bool IsEnding, bool IsLast)
{
    [GeneratedRegex(@"^[A-Za-z_][\w.]*(?::|$)", RegexOptions.CultureInvariant)]
    private static partial Regex ExceptionName { get; }

    [GeneratedRegex(@"\bhit an exception\b|^Initialization failed\b", RegexOptions.CultureInvariant)]
    private static partial Regex Ending { get; }

    [GeneratedRegex(@"^Traceback \(most recent call last\):", RegexOptions.CultureInvariant)]
    private static partial Regex TracebackStart { get; }

    [GeneratedRegex(@"^(?:The above exception was the direct cause|During handling of the above exception)", RegexOptions.CultureInvariant)]
    private static partial Regex Chained { get; }

    [GeneratedRegex(@"Exception in ASGI application", RegexOptions.CultureInvariant)]
    private static partial Regex RequestFailed { get; }

    /// <summary>The first line of the exception that was raised last.</summary>
    public string Headline => Exceptions[^1].Split('\n', 2)[0];

    /// <summary>Every traceback of a log, in order, but for those of a single request.</summary>
    public static IReadOnlyList<LoggedError> All(IReadOnlyList<LogLine> lines)
    {
        var found = new List<LoggedError>();
        for (var index = 0; index < lines.Count; index++)
        {
            if (!Begins(lines[index]))
            {
                continue;
            }

            var end = index + 1;
            while (end < lines.Count && !lines[end].HasTime)
            {
                end++;
            }

            var isOfRequest = index > 0 && RequestFailed.IsMatch(lines[index - 1].Message);
            if (!isOfRequest && Of([.. lines.Skip(index).Take(end - index).Select(line => line.Message)], end == lines.Count) is { } error)
            {
                found.Add(error);
            }

            index = end - 1;
        }

        return found;
    }

    private static bool Begins(LogLine line) =>
        line.HasTime ? line.Message.Contains("Traceback (most recent call last):", StringComparison.Ordinal) || Ending.IsMatch(line.Message)
            : TracebackStart.IsMatch(line.Message);

    private static LoggedError? Of(IReadOnlyList<string> lines, bool isLast)
    {
        var exceptions = new List<string>();
        var inFrames = true;
        foreach (var line in lines.Skip(1))
        {
            if (TracebackStart.IsMatch(line) || Chained.IsMatch(line))
            {
                inFrames = true;
            }
            else if (inFrames && ExceptionName.IsMatch(line))
            {
                exceptions.Add(line);
                inFrames = false;
            }
            else if (!inFrames && line.Length > 0)
            {
                exceptions[^1] += "\n" + line;
            }
        }

        return exceptions.Count == 0 ? null : new LoggedError(exceptions, string.Join('\n', lines), Ending.IsMatch(lines[0]), isLast);
    }
}
