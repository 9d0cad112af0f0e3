using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>What a request can do to a running server.</summary>
internal static partial class RequestFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "token-id-out-of-vocabulary",
            TokenId,
            "A request had a token id outside the vocabulary, and the GPU asserted; that ends the whole server.",
            "Check the input ids against the target's vocabulary before sending them. Start the server again.",
            TokenIdContext),
        new(
            "gpu-assert",
            GpuAssert,
            "A GPU kernel failed an assertion or read outside its memory; that ends the whole server.",
            "Check that input ids are within the vocabulary and that the draft fits the context. CUDA_LAUNCH_BLOCKING=1 in Environment shows the kernel."),
        new(
            "cache-exhausted",
            Prefill,
            "The requests that run need more KV cache than there is.",
            "Lower MaxRunningRequests or ContextLength, or raise MemoryFractionStatic."),
    ];

    [GeneratedRegex(@"device-side assert triggered", RegexOptions.CultureInvariant)]
    private static partial Regex TokenId { get; }

    [GeneratedRegex(@"srcIndex < srcSelectDimSize|indexSelect\w+Index", RegexOptions.CultureInvariant)]
    private static partial Regex TokenIdContext { get; }

    [GeneratedRegex(@"device-side assert triggered|an illegal memory access was encountered", RegexOptions.CultureInvariant)]
    private static partial Regex GpuAssert { get; }

    [GeneratedRegex(@"Prefill out of memory", RegexOptions.CultureInvariant)]
    private static partial Regex Prefill { get; }
}
