using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>
/// Messages that announce a server's end. While it starts, they are believed at once where a line of its own begins with one:
/// a server whose port is taken neither serves nor exits, and one whose GPU asserted lives on for more than a minute. Once it
/// is ready they are a suspicion (<see cref="VitalSigns"/>).
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
        @"|^(?:\w+ ){0,4}watchdog timeout \(self\.watchdog_timeout=(?![^)]*soft=True)" +
        @"|^(?:RuntimeError: )?Initialization failed\b" +
        @"|^(?:RuntimeError: )?Rank \d+ scheduler (?:is dead|died)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }

    [GeneratedRegex(@"^usage: ", RegexOptions.CultureInvariant)]
    private static partial Regex Usage { get; }

    [GeneratedRegex(@"^\S[^:]*: error: ", RegexOptions.CultureInvariant)]
    private static partial Regex ArgumentError { get; }

    [GeneratedRegex(@"^(?:ERROR:\s*)?\[Errno \d+\] error while attempting to bind on address", RegexOptions.CultureInvariant)]
    private static partial Regex PortRefused { get; }

    /// <summary>The server could not bind its port.</summary>
    public static bool IsPortRefused(string message) => PortRefused.IsMatch(message);

    public static bool IsFatal(string message) => Pattern.IsMatch(message);

    /// <summary>The first line of argparse's usage text.</summary>
    public static bool IsUsage(string message) => Usage.IsMatch(message);

    /// <summary>The last line of argparse's usage text: <c>program: error: ...</c>.</summary>
    public static bool IsArgumentError(string message) => ArgumentError.IsMatch(message);
}
