using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>What ends a running server: a request, or a kernel that goes wrong on one.</summary>
internal static partial class RequestFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "numbers-broken",
            GpuFault,
            "The model's outputs were no numbers (NaN), and the GPU asserted; that ends the whole server. A kernel, or a quantization that it does not compute rightly, does that.",
            "Upgrade SGLang, or try another --attention-backend or --moe-runner-backend, and --kv-cache-dtype auto; without the draft (PlanOptions.UseDraft = false) if it comes with speculation alone.")
        {
            Context = NotANumber,
            Reports = ["sgl-project/sglang#29453", "sgl-project/sglang#22714"],
        },
        new(
            "token-id-out-of-vocabulary",
            TokenId,
            "A request had a token id outside the vocabulary, and the GPU asserted; that ends the whole server.",
            "Check the input ids against the target's vocabulary before sending them. Start the server again.")
        {
            Context = TokenIdContext,
        },
        new(
            "speculation-gpu-fault",
            GpuFault,
            "A GPU kernel failed while tokens were drafted or verified; that ends the whole server. It is SGLang's fault as a rule, not the request's.",
            "Upgrade SGLang. Until then draft chains instead of trees (PlanOptions.Speculation with a top-k of 1); without the draft (PlanOptions.UseDraft = false) the server should run. A draft whose trained context is exceeded can do it too: lower PlanOptions.ContextLength.")
        {
            Where = SpeculationFrame,
            Reports = ["sgl-project/sglang#28569", "vllm-project/vllm#37035", "vllm-project/vllm#40756", "vllm-project/vllm#44734", "noonghunna/club-3090#838", "sgl-project/sglang#9521", "sgl-project/sglang#6309", "sgl-project/sglang#3574", "sgl-project/sglang#9388", "sgl-project/sglang#3986"],
        },
        new(
            "speculation-gpu-fault",
            GpuFault,
            "A GPU kernel failed in a server that speculates; that ends the whole server. It is SGLang's fault as a rule, not the request's.",
            "Upgrade SGLang. Until then draft chains instead of trees (PlanOptions.Speculation with a top-k of 1); if the server runs without the draft (PlanOptions.UseDraft = false), speculation is what fails. Otherwise try another --attention-backend.")
        {
            Context = SpeculationContext,
            Reports = ["sgl-project/sglang#28569"],
        },
        new(
            "gpu-fault",
            GpuFault,
            "A GPU kernel failed an assertion or went outside its memory; that ends the whole server. It is a fault of SGLang or of a kernel as a rule.",
            "Upgrade SGLang, or try another --attention-backend, --disable-cuda-graph or --disable-overlap-schedule to find what fails; CUDA_LAUNCH_BLOCKING=1 in PlanOptions.Environment names the kernel. Input ids must be within the vocabulary.")
        {
            Reports = ["sgl-project/sglang#27520", "sgl-project/sglang#18989"],
        },
        new(
            "cache-exhausted",
            Prefill,
            "The requests that run need more KV cache than there is.",
            "Lower PlanOptions.MaxRunningRequests or PlanOptions.ContextLength, or raise PlanOptions.MemoryFractionStatic."),
    ];

    [GeneratedRegex(@"device-side assert triggered", RegexOptions.CultureInvariant)]
    private static partial Regex TokenId { get; }

    [GeneratedRegex(@"probability tensor contains either|NaN in the (?:logits|probs)|Detected errors during sampling", RegexOptions.CultureInvariant)]
    private static partial Regex NotANumber { get; }

    [GeneratedRegex(@"srcIndex < srcSelectDimSize|indexSelect\w+Index", RegexOptions.CultureInvariant)]
    private static partial Regex TokenIdContext { get; }

    [GeneratedRegex(@"device-side assert triggered|illegal memory access|(?:CUDA (?:driver )?error: |Cuda failure (?:\d+ )?')(?:misaligned address|unspecified launch failure|an illegal instruction|device-side assert)|cudaErrorIllegalAddress|cudaErrorLaunchFailure|CUDA_ERROR_ILLEGAL_ADDRESS|CUDA_ERROR_LAUNCH_FAILED|cudaErrorMisalignedAddress|\bXid \([^)]*\): (?:13|31|43|45|69)\b", RegexOptions.CultureInvariant)]
    private static partial Regex GpuFault { get; }

    [GeneratedRegex(@"/speculative/|eagle|draft_worker", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SpeculationFrame { get; }

    [GeneratedRegex(@"^server_args=.*speculative_algorithm'?[=:] ?'", RegexOptions.CultureInvariant)]
    private static partial Regex SpeculationContext { get; }

    [GeneratedRegex(@"Prefill out of memory|Decode out of memory\. Try to lower", RegexOptions.CultureInvariant)]
    private static partial Regex Prefill { get; }
}
