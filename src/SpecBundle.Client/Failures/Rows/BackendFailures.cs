using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Kernels and backends that were chosen for a GPU, a model or a launch that they do not serve.</summary>
internal static partial class BackendFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "kernel-too-large",
            OnChip,
            "A kernel needs more on-chip memory than this GPU has: {line}.",
            "Choose another --attention-backend (flashinfer, or triton; for experts --moe-runner-backend), or a newer SGLang, which knows smaller blocks for this GPU.")
        {
            Reports = ["sgl-project/sglang#6001", "sgl-project/sglang#2847", "sgl-project/sglang#2384", "sgl-project/sglang#14311", "sgl-project/sglang#40286", "kvcache-ai/ktransformers#1570", "thunlp/InfLLM#7"],
        },
        new(
            "backend-unsuited",
            Suited,
            "A backend of attention or of matrix products does not serve this GPU, or this model: {line}.",
            "Choose another: --attention-backend flashinfer or triton (fa3 is for Hopper and Ampere, trtllm_mha and trtllm_mla for B200 and its kin), --moe-runner-backend, --fp8-gemm-backend; or a newer SGLang, which chooses by itself.")
        {
            Reports = ["sgl-project/sglang#9140", "sgl-project/sglang#7938", "sgl-project/sglang#24633", "sgl-project/sglang#14842", "sgl-project/sglang#15342", "sgl-project/sglang#26324", "sgl-project/sglang#31864", "sgl-project/sglang#39807", "vllm-project/vllm#57932", "gpustack/gpustack#3326", "Dao-AILab/flash-attention#1853", "nvidia-cosmos/cosmos-predict2.5#29", "flashinfer-ai/flashinfer#2122"],
        },
        new(
            "piecewise-cuda-graph",
            Anything,
            "Capturing the CUDA graphs of prefill (piecewise) failed: {line}.",
            "Pass the extra argument --disable-piecewise-cuda-graph (new releases: --disable-prefill-cuda-graph); decoding keeps its graphs. Upgrade SGLang to have them back.")
        {
            Strength = FailureStrength.Symptom,
            Scope = FailureScope.Exception,
            Where = PiecewiseFrame,
            Reports = ["sgl-project/sglang#19573", "sgl-project/sglang#23386", "sgl-project/sglang#27811", "sgl-project/sglang#16108", "sgl-project/sglang#12838", "sgl-project/sglang#10062", "ai-dynamo/dynamo#8609"],
        },
        new(
            "torch-compile",
            TorchCompile,
            "Compiling the model with torch failed: {line}.",
            "Leave --enable-torch-compile out; releases with piecewise CUDA graphs turn them off with --disable-piecewise-cuda-graph (--disable-prefill-cuda-graph in new ones).")
        {
            Strength = FailureStrength.Symptom,
            Reports = ["sgl-project/sglang#19573"],
        },
        new(
            "cuda-graph-capture-error",
            Capture,
            "Capturing the CUDA graphs failed, and not for want of memory: {line}.",
            "SGLang's advice about memory is printed for every failure there. --disable-cuda-graph starts the server if only the capture fails; otherwise upgrade SGLang, or choose another --attention-backend.")
        {
            Strength = FailureStrength.Symptom,
        },
    ];

    [GeneratedRegex(@"OutOfResources|out of resource: (?:shared memory|threads|registers|tensor memory)|too many resources requested for launch|(?:dynamic shared memory|smem).*(?:exceed|fail|too large)|Failed to set (?:the allowed )?dynamic shared memory|exceeds? .*(?:dynamic )?(?:shared memory|smem)", RegexOptions.CultureInvariant)]
    private static partial Regex OnChip { get; }

    [GeneratedRegex(@"[Bb]ackend (?:is )?only (?:supported|available|works) (?:on|for)|Backend requires (?:SM|MP|Hopper|Blackwell)|only (?:supports?|supported on|available on|works on) (?:Hopper|Blackwell|Ampere|[Ss][Mm][ _]?\d+|MLA|compute capability|NVIDIA GPUs with)|is only supported on [Ss][Mm]|FlashAttention only supports|only MLA model supported|can only be used with (?:MLA|MHA|non-MLA)|TllmGenFmhaRunner|fmhaRunner.*Unsupported|: Unsupported architecture$|[Rr]equires? (?:SM|sm_?)[ >=]*\d+|(?:not|n't) support(?:ed)? (?:on |for )?(?:SM|sm_?|compute capability|CUDA arch)[ _]?\d*|Error occurred when running GEMM|not supported on this (?:GPU|device|architecture|platform)|No valid attention backend|[Bb]ackend \S+ (?:does not|doesn't) support|Unsupported head[_ ](?:dim|size)|head_dim .*(?:not supported|unsupported)|does not support .*(?:KV cache|kv_cache|kv cache)|only support an? \w+ KV cache|cudaErrorNotSupported.*cutlass|cutlass.*(?:not supported|Internal|Misaligned)|get_shuffle_matrix|No \w*(?:cubin|kernel)s? (?:was |were )?found", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Suited { get; }

    [GeneratedRegex(@"\S", RegexOptions.CultureInvariant)]
    private static partial Regex Anything { get; }

    [GeneratedRegex(@"[Pp]iecewise_?[Cc]uda_?[Gg]raph|piecewise_context_manager", RegexOptions.CultureInvariant)]
    private static partial Regex PiecewiseFrame { get; }

    [GeneratedRegex(@"torch\._dynamo\.exc\.|torch\._inductor\.|InductorError|BackendCompilerFailed|NoTritonConfigsError", RegexOptions.CultureInvariant)]
    private static partial Regex TorchCompile { get; }

    [GeneratedRegex(@"(?:Capture cuda graph failed|CUDA graph capture failed|Piecewise CUDA Graph failed)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Capture { get; }
}
