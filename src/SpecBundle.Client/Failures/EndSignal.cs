using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>
/// Whether a signal ended a server that served: it crashed below Python, or was killed. Then nothing that was only logged is the cause,
/// nor a traceback that nobody announced: the log of a server that serves may hold anybody's text.
/// </summary>
internal static partial class EndSignal
{
    [GeneratedRegex(@"^The server is fired up|^(?:Decode|Prefill) batch\b|^INFO:\s+\S+ - ""POST ", RegexOptions.CultureInvariant)]
    private static partial Regex Serving { get; }

    /// <summary>How it takes itself down by an error of its own: the signals that follow are its doing.</summary>
    [GeneratedRegex(@"^Received sigquit|^SIGQUIT received|\bhit an exception\b|^Initialization failed\b|[Ww]atchdog timeout \(self\.watchdog_timeout=(?![^)]*soft=True)|error while attempting to bind on address", RegexOptions.CultureInvariant)]
    private static partial Regex OwnEnd { get; }

    // An abort says why in words before it: it is not among them.
    [GeneratedRegex(@"^Subprocess \S+ \(pid=\d+\) crashed with exit code -(?:4|7|8|9|11)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Told { get; }

    /// <summary>Whether one did.</summary>
    /// <param name="lines">The end of the log.</param>
    /// <param name="exitCode">That of the server itself; null where it is not known.</param>
    public static bool Ended(IReadOnlyList<LogLine> lines, int? exitCode)
    {
        var isServing = false;
        foreach (var line in lines)
        {
            if (line.HasTime && OwnEnd.IsMatch(line.Message))
            {
                return false;
            }

            isServing |= line.HasTime && Serving.IsMatch(line.Message);
            if (isServing && (line.HasTime ? Told.IsMatch(line.Message) : ErrorReader.IsCrash(line.Message)))
            {
                return true;
            }
        }

        return isServing && exitCode is -4 or -7 or -8 or -11 or 132 or 135 or 136 or 139;
    }
}
