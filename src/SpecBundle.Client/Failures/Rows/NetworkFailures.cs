using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of ports, and of the server's requests to itself.</summary>
internal static partial class NetworkFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "address-not-here",
            OtherAddress,
            "The server was told to listen at an address that this machine does not have.",
            "Leave Host unset (loopback), or name an address of this machine; 0.0.0.0 means all of them."),
        new(
            "port-forbidden",
            LowPort,
            "The server may not listen on this port: ports below 1024 belong to the administrator.",
            "Leave Port unset, so that a free one is picked, or choose one above 1023."),
        new(
            "port-taken",
            HttpPort,
            "Another process holds the HTTP port. SGLang notices only after it loaded the models, and then hangs.",
            "Leave Port unset, so that a free one is picked, or choose another; ss -ltnp shows who holds it."),
        new(
            "internal-port-taken",
            InternalPort,
            "Another process holds a port that the server uses inside.",
            "End that process, which the log names, or choose other ports: PlanOptions.Port (the inner ones follow it), --nccl-port or --dist-init-addr.")
        {
            Reports = ["gpustack/gpustack#5842", "sgl-project/sglang#9396", "ai-dynamo/dynamo#4121"],
        },
        new(
            "warm-up-failed",
            WarmUp,
            "The server's first request to itself failed. A proxy that answers for 127.0.0.1 does that (502, 503).",
            "Unset http_proxy, or add NO_PROXY=127.0.0.1,localhost to Environment.")
        {
            Context = WarmUpContext,
            Reports = ["sgl-project/sglang#2468", "sgl-project/sglang#16855", "sgl-project/sglang#4094"],
        },
    ];

    [GeneratedRegex(@"error while attempting to bind on address .*(?:cannot assign requested address|name or service not known)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OtherAddress { get; }

    [GeneratedRegex(@"error while attempting to bind on address .*permission denied", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LowPort { get; }

    [GeneratedRegex(@"error while attempting to bind on address", RegexOptions.CultureInvariant)]
    private static partial Regex HttpPort { get; }

    [GeneratedRegex(@"^ValueError: \w+ at \d+ is not available in \d+ seconds|^ValueError: [Pp]ort \d+ is (?:already )?in use|ZMQError: Address already in use|^OSError: \[Errno 98\]", RegexOptions.CultureInvariant)]
    private static partial Regex InternalPort { get; }

    [GeneratedRegex(@"res=<Response \[\d+\]>|^(?:requests|urllib3)\.exceptions\.|MaxRetryError|ReadTimeout|warmup error", RegexOptions.CultureInvariant)]
    private static partial Regex WarmUp { get; }

    [GeneratedRegex(@"^Initialization failed\. warmup error", RegexOptions.CultureInvariant)]
    private static partial Regex WarmUpContext { get; }
}
