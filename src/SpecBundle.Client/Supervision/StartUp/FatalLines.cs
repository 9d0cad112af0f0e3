using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>
/// Lines that announce a server's end. They are believed at once: a server whose port is taken neither serves nor exits,
/// and one whose GPU asserted lives on for more than a minute.
/// </summary>
internal static partial class FatalLines
{
    [GeneratedRegex(
        @"^(?:ERROR:\s*)?\[Errno \d+\] error while attempting to bind on address" +
        @"|^\w+ hit an exception\b" +
        @"|^Received sigquit from a child process" +
        @"|^SIGQUIT received" +
        @"|^Subprocess \S+ \(pid=\d+\) crashed with exit code" +
        @"|^Waiting [\d.]+ seconds for CUDA coredumps" +
        @"|\bwatchdog timeout \(self\.watchdog_timeout=(?![^)]*soft=True)" +
        @"|^(?:RuntimeError: )?Initialization failed\b" +
        @"|^(?:RuntimeError: )?Rank \d+ scheduler (?:is dead|died)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }

    [GeneratedRegex(@"^usage: ", RegexOptions.CultureInvariant)]
    private static partial Regex Usage { get; }

    [GeneratedRegex(@"^\S[^:]*: error: ", RegexOptions.CultureInvariant)]
    private static partial Regex ArgumentError { get; }

    public static bool IsFatal(string message) => Pattern.IsMatch(message);

    /// <summary>The first line of argparse's usage text.</summary>
    public static bool IsUsage(string message) => Usage.IsMatch(message);

    /// <summary>The last line of argparse's usage text: <c>program: error: ...</c>.</summary>
    public static bool IsArgumentError(string message) => ArgumentError.IsMatch(message);
}
