using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Ends of which the log does not say the cause. Exit code -9 alone never means that memory ran out: SGLang ends itself so.</summary>
internal static partial class DeathFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "watchdog",
            Watchdog,
            "A scheduler made no step for so long that its watchdog ended the server.",
            "A long compilation or a very long prompt can do that: raise --watchdog-timeout. If it happens again, the dump in the log shows where it hangs."),
        new(
            "process-killed",
            Killed,
            "A process of the server was killed or crashed without an error of its own.",
            "The kernel's log tells whether memory ran out (dmesg -T | grep -i oom); otherwise somebody killed it, or a library crashed."),
        new(
            "cache-exhausted",
            Retract,
            "The requests that ran needed more KV cache than there is; the server had put some of them back.",
            "Lower MaxRunningRequests or ContextLength, or raise MemoryFractionStatic."),
        new(
            "child-failed",
            Child,
            "A process of the server failed, and the log that was kept does not say why.",
            "Read the whole log: raise LogTailLines, or pass a LoggerFactory."),
    ];

    [GeneratedRegex(@"watchdog timeout \(self\.watchdog_timeout=(?![^)]*soft=True)", RegexOptions.CultureInvariant)]
    private static partial Regex Watchdog { get; }

    [GeneratedRegex(@"crashed with exit code -?\d+|scheduler died during initialization|^Exit code: -?\d+|scheduler is dead", RegexOptions.CultureInvariant)]
    private static partial Regex Killed { get; }

    [GeneratedRegex(@"^(?:KV cache pool is full|Decode out of memory happened)", RegexOptions.CultureInvariant)]
    private static partial Regex Retract { get; }

    [GeneratedRegex(@"Received sigquit from a child process|SIGQUIT received|Initialization failed", RegexOptions.CultureInvariant)]
    private static partial Regex Child { get; }
}
