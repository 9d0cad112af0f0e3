using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of AMD's GPUs, whose runtime speaks through torch's and NCCL's errors.</summary>
internal static partial class RocmFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "rocm-runtime",
            Captured,
            "A fault of the ROCm runtime: it touched an event while a graph was captured.",
            "Use ROCm 7.2.1 or newer (SGLang's newest image for ROCm). --disable-cuda-graph avoids it until then.")
        {
            Reports = ["sgl-project/sglang#24011", "sgl-project/sglang#23580", "ROCm/aiter#2857", "pytorch/pytorch#177309"],
        },
        new(
            "gpu-unsupported",
            Unsupported,
            "The kernels are not built for this AMD GPU.",
            "Use SGLang's image for this GPU (mi30x, mi35x); older GPUs have no kernels of aiter: SGLANG_USE_AITER=0 in PlanOptions.Environment and --attention-backend triton.")
        {
            Reports = ["sgl-project/sglang#5775"],
        },
        new(
            "gpu-out-of-memory",
            Memory,
            "A GPU has too little memory for the weights, the KV cache and the graphs together.",
            "Lower PlanOptions.MemoryFractionStatic, PlanOptions.MaxRunningRequests or PlanOptions.ContextLength, or share the weights among more GPUs with PlanOptions.TensorParallelSize."),
        new(
            "rocm-fault",
            Fault,
            "A kernel failed on an AMD GPU: {line}.",
            "Use SGLang's newest image for ROCm, which brings aiter's mended kernels. --disable-custom-all-reduce, SGLANG_USE_AITER=0 in PlanOptions.Environment, or --attention-backend triton avoid the usual ones.")
        {
            Reports = ["sgl-project/sglang#22714", "sgl-project/sglang#38849", "ROCm/legacy-rocm-build#6023", "ROCm/aiter#1332", "ROCm/aiter#1542", "vllm-project/vllm#20007", "vllm-project/vllm#50347", "sgl-project/sglang#11060"],
        },
    ];

    [GeneratedRegex(@"hipErrorCapturedEvent|hipErrorStreamCapture\w+|HIP error: operation (?:not permitted|failed|would).*captur", RegexOptions.CultureInvariant)]
    private static partial Regex Captured { get; }

    [GeneratedRegex(@"HIP error: invalid device function|hipErrorNoBinaryForGpu|HIP error: (?:shared object initialization failed|no kernel image)|hipErrorInvalidKernelFile|gfx\w+ is not supported|[Uu]nsupported gfx\w*", RegexOptions.CultureInvariant)]
    private static partial Regex Unsupported { get; }

    [GeneratedRegex(@"HIP error: out of memory|HIP out of memory|hipErrorOutOfMemory|HSA_STATUS_ERROR_OUT_OF_RESOURCES", RegexOptions.CultureInvariant)]
    private static partial Regex Memory { get; }

    [GeneratedRegex(@"HSA_STATUS_ERROR\w*|Memory access fault by GPU node|HIP error|hipError\w+|hipModuleLaunchKernel|hsa_\w+ failed", RegexOptions.CultureInvariant)]
    private static partial Regex Fault { get; }
}
