using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of ports, and of the server's requests to itself.</summary>
internal static partial class NetworkFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "port-taken",
            HttpPort,
            "Another process holds the HTTP port. SGLang notices only after it loaded the models, and then hangs.",
            "Leave Port unset, so that a free one is picked, or choose another; ss -ltnp shows who holds it."),
        new(
            "internal-port-taken",
            InternalPort,
            "Another process holds a port that the server uses inside.",
            "End that process, which the log names, or choose another port with --nccl-port, --dist-init-addr or --metrics-port."),
        new(
            "warm-up-failed",
            WarmUp,
            "The server's first request to itself failed. A proxy that answers for 127.0.0.1 does that (502).",
            "Unset http_proxy, or add NO_PROXY=127.0.0.1,localhost to Environment.",
            WarmUpContext),
    ];

    [GeneratedRegex(@"error while attempting to bind on address", RegexOptions.CultureInvariant)]
    private static partial Regex HttpPort { get; }

    [GeneratedRegex(@"^ValueError: \w+ at \d+ is not available in \d+ seconds|port \d+ is in use\. Waiting for \d+ seconds", RegexOptions.CultureInvariant)]
    private static partial Regex InternalPort { get; }

    [GeneratedRegex(@"res=<Response \[\d+\]>|^(?:requests|urllib3)\.exceptions\.|MaxRetryError|ReadTimeout|warmup error", RegexOptions.CultureInvariant)]
    private static partial Regex WarmUp { get; }

    [GeneratedRegex(@"^Initialization failed\. warmup error", RegexOptions.CultureInvariant)]
    private static partial Regex WarmUpContext { get; }
}
