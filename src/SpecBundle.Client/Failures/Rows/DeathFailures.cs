using System.Globalization;
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
            "A long compilation or a very long prompt can do that: raise --watchdog-timeout. If it happens again, the dump in the log shows where it hangs; upgrade SGLang.")
        {
            Reports = ["sgl-project/sglang#33642", "sgl-project/sglang#17941", "gpustack/gpustack#3139"],
        },
        new(
            "shared-memory-full",
            BusError,
            "A process of the server ended with a bus error, as it does when the shared memory of the machine (/dev/shm) is full.",
            "In a container give more: docker run --shm-size 32g, or --ipc host. A file that another process cut short while it was read does the same."),
        new(
            "process-crashed",
            Crashed,
            "A process of the server crashed below Python (a segmentation fault or an abort): memory is not the cause.",
            "The log's lines before it name the library, if it said anything: PYTHONFAULTHANDLER=1 in PlanOptions.Environment shows where it was. A newer SGLang with its own NCCL and kernel packages, or its Docker image, mends most of these."),
        new(
            "process-killed",
            Killed,
            "A process of the server was killed without an error of its own.",
            "The kernel's log tells whether memory ran out (dmesg -T | grep -i oom); otherwise somebody killed it."),
        new(
            "other-rank-failed",
            OtherRank,
            "Another process of the server failed, or is too slow: this one only waited for it.",
            "The log of the other ranks has the cause; where there is none, one of them was killed (dmesg -T | grep -i oom) or reads its weights too slowly.")
        {
            Strength = FailureStrength.Consequence,
            Reports = ["sgl-project/sglang#5457", "sgl-project/sglang#7905", "sgl-project/sglang#5602", "sgl-project/sglang#13347", "gpustack/gpustack#3383", "kvcache-ai/ktransformers#1666"],
        },
        new(
            "cache-exhausted",
            Retract,
            "The requests that ran needed more KV cache than there is; the server had put some of them back.",
            "Lower PlanOptions.MaxRunningRequests or PlanOptions.ContextLength, or raise PlanOptions.MemoryFractionStatic."),
        new(
            "child-failed",
            Child,
            "A process of the server failed, and the log that was kept does not say why.",
            "Read the whole log: raise LogTailLines, or pass a LoggerFactory."),
    ];

    /// <summary>What the exit code of the server itself tells, where its log tells nothing; null for those that SGLang ends itself with.</summary>
    public static ServerFailure? Of(int? exitCode) =>
        exitCode is { } code ? FailureMatch.Of(Rows, FailureStrength.Cause, string.Create(CultureInfo.InvariantCulture, $"exit code: {code}")) is { } failure ? failure with { EvidenceLine = null } : null : null;

    [GeneratedRegex(@"[Ww]atchdog timeout \(self\.watchdog_timeout=(?![^)]*soft=True)", RegexOptions.CultureInvariant)]
    private static partial Regex Watchdog { get; }

    [GeneratedRegex(@"exit ?code:? -7\b", RegexOptions.CultureInvariant)]
    private static partial Regex BusError { get; }

    [GeneratedRegex(@"exit ?code:? (?:-(?:4|5|6|8|11)|13[2-6]|139)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Crashed { get; }

    [GeneratedRegex(@"crashed with exit code -?\d+|scheduler died during initialization|^Exit code: -?\d+|scheduler is dead", RegexOptions.CultureInvariant)]
    private static partial Regex Killed { get; }

    [GeneratedRegex(@"TP rank \d+ could finish|other ranks that didn't finish|remote process exited or there was a network error|Connection (?:closed|reset) by peer|Failed to recv, got 0 bytes|Broken pipe|^BrokenPipeError|^EOFError|^ConnectionResetError|monitoredBarrier|^SystemExit|^KeyboardInterrupt|ncclRemoteError", RegexOptions.CultureInvariant)]
    private static partial Regex OtherRank { get; }

    [GeneratedRegex(@"^(?:KV cache pool is full|Decode out of memory happened)", RegexOptions.CultureInvariant)]
    private static partial Regex Retract { get; }

    [GeneratedRegex(@"Received sigquit from a child process|SIGQUIT received|Initialization failed", RegexOptions.CultureInvariant)]
    private static partial Regex Child { get; }
}
