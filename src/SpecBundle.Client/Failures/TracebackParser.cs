using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Takes a traceback, or the words of a native crash, apart.</summary>
internal static partial class TracebackParser
{
    // A name at the start of a line, as Python writes it; levels of other logs are no exceptions.
    [GeneratedRegex(@"^(?!INFO\b|WARNING\b|ERROR\b|DEBUG\b|CRITICAL\b)[A-Za-z_][\w.]*(?::|$)", RegexOptions.CultureInvariant)]
    private static partial Regex ExceptionName { get; }

    [GeneratedRegex(@"^Traceback \(most recent call last\):|^(?:The above exception was the direct cause|During handling of the above exception)", RegexOptions.CultureInvariant)]
    private static partial Regex Begins { get; }

    [GeneratedRegex(@"^\s*File ""(?<file>[^""]+)"", line (?<line>\d+)(?:,? in (?<function>.+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Frame { get; }

    // A chained exception without frames of its own stands where "Traceback" does otherwise.
    [GeneratedRegex(@"^\w+ hit an exception: (?!Traceback)(?<text>\S.*)", RegexOptions.CultureInvariant)]
    private static partial Regex SaidAtOnce { get; }

    [GeneratedRegex(@"^\s*[\^~]+\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Carets { get; }

    /// <summary>The exceptions in the order they were raised, each with the frames that led to it.</summary>
    public static IReadOnlyList<LoggedException> Exceptions(IReadOnlyList<string> lines)
    {
        var found = new List<LoggedException>();
        var frames = new List<LoggedFrame>();
        var text = new List<string>();
        if (SaidAtOnce.Match(lines[0]) is { Success: true } said)
        {
            text.Add(said.Groups["text"].Value);
        }

        foreach (var line in lines.Skip(1))
        {
            if (Begins.IsMatch(line))
            {
                Close();
            }
            else if (text.Count > 0 || ExceptionName.IsMatch(line))
            {
                text.Add(line);
            }
            else if (Frame.Match(line) is { Success: true } frame)
            {
                frames.Add(Of(frame));
            }
            else if (frames is [.., { Code: "" } last] && !Carets.IsMatch(line))
            {
                frames[^1] = last with { Code = line.Trim() };
            }
        }

        Close();
        return found;

        void Close()
        {
            if (text.Count > 0)
            {
                found.Add(new LoggedException(string.Join('\n', text.Where(line => line.Length > 0)), [.. frames]));
                frames.Clear();
                text.Clear();
            }
        }
    }

    /// <summary>The frames of a native crash, the innermost last, and what was said beside them.</summary>
    public static (IReadOnlyList<LoggedFrame> Frames, string Said) Crash(IReadOnlyList<string> lines)
    {
        // Every thread is listed; the current one crashed.
        var current = lines.Select((line, index) => (line, index)).Where(item => item.line.StartsWith("Current thread", StringComparison.Ordinal)).Select(item => item.index).FirstOrDefault();
        var frames = lines.Skip(current).Select(line => Frame.Match(line)).Where(match => match.Success).Select(Of).Reverse();
        return ([.. frames], string.Join('\n', lines.Where(line => line.Length > 0)));
    }

    private static LoggedFrame Of(Match frame) =>
        new(frame.Groups["file"].Value, frame.Groups["line"].Value, frame.Groups["function"].Value, "");
}
