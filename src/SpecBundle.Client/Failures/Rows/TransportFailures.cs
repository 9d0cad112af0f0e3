using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of the transports that only large deployments use: NVSHMEM under DeepEP, Mooncake and its kin.</summary>
internal static partial class TransportFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "expert-transport",
            Nvshmem,
            "NVSHMEM, over which DeepEP sends tokens to the experts, could not be set up or failed.",
            "Try DeepEP's own tests on these machines first. NVSHMEM_HCA_PE_MAPPING or NVSHMEM_HCA_LIST in PlanOptions.Environment names the network cards; --moe-a2a-backend none does without DeepEP.")
        {
            Reports = ["sgl-project/sglang#7888", "sgl-project/sglang#6017", "sgl-project/sglang#7450", "deepseek-ai/DeepEP#289", "deepseek-ai/DeepEP#133", "deepseek-ai/DeepEP#114", "kvcache-ai/Mooncake#605"],
        },
        new(
            "cache-transport",
            Transfer,
            "The transport of KV cache between servers, or to a store, failed.",
            "See that the network cards named by --disaggregation-ib-device exist and reach the other side (ib_write_bw), or take another --disaggregation-transfer-backend. Without disaggregation leave these options out.")
        {
            Scope = FailureScope.Exception,
            Reports = ["sgl-project/sglang#8324", "sgl-project/sglang#6548", "sgl-project/sglang#21395", "sgl-project/sglang#15665", "sgl-project/sglang#37022", "kvcache-ai/Mooncake#1088", "kvcache-ai/Mooncake#257"],
        },
    ];

    [GeneratedRegex(@"NVSHMEM API called before|nvshmem (?:initialization|setup|detect)|nvshmem\w*:?.*(?:failed|non-zero status)|deep_ep.*Assertion error|DeepEP error|DeepEP.*(?:timeout|failed)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Nvshmem { get; }

    [GeneratedRegex(@"[Mm]ooncake.*(?:[Ff]ail|[Ee]rror)|KVTransferError|[Tt]ransfer [Ee]ngine.*(?:[Ff]ail|[Ee]rror)|NIXL_ERR\w*|nixl\w*(?:Error|BackendError)|No RDMA devices|ibv_\w+ failed", RegexOptions.CultureInvariant)]
    private static partial Regex Transfer { get; }
}
