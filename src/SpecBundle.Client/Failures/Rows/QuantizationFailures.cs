using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Quantized weights that the GPUs, their number, or this release can't serve.</summary>
internal static partial class QuantizationFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "quantization-blocks",
            Blocks,
            "The blocks of the quantized weights do not divide over this number of GPUs: {line}.",
            "Choose a smaller PlanOptions.TensorParallelSize. For a mixture of experts, expert parallelism (--ep-size with the same number) splits whole experts instead of blocks. On a single GPU it is the kernel that can't take the shape: upgrade SGLang, or take another format.")
        {
            Reports = ["sgl-project/sglang#26107", "sgl-project/sglang#19406", "sgl-project/sglang#4791", "sgl-project/sglang#23265", "sgl-project/sglang#19045", "sgl-project/sglang#33988", "vllm-project/vllm#25292", "vllm-project/vllm#54178", "vllm-project/vllm#44763", "vllm-project/vllm#48173", "vllm-project/vllm#28910", "ROCm/ATOM#1488"],
        },
        new(
            "quantization-unsupported",
            Gpu,
            "This GPU can't serve weights of this quantization.",
            "Take a checkpoint that it can: unquantized, GPTQ or AWQ; FP8 needs compute capability 8.9, and FP4 Blackwell.")
        {
            Reports = ["1CatAI/1Cat-vLLM#255", "1CatAI/1Cat-vLLM#94", "vllm-project/vllm#29901"],
        },
        new(
            "quantization-unsupported",
            Format,
            "This release of SGLang does not know the quantization of the checkpoint: {line}.",
            "Upgrade SGLang, or take a checkpoint in another format. --quantization must not contradict what the checkpoint says.")
        {
            Scope = FailureScope.Exception,
            Reports = ["sgl-project/sglang#31248", "sgl-project/sglang#7404", "sgl-project/sglang#4812", "sgl-project/sglang#2871", "sgl-project/sglang#4851", "sgl-project/sglang#1792"],
        },
    ];

    [GeneratedRegex(@"is not divisible by (?:the )?(?:weight )?quantization|not divisible by\s+(?:weight quantization )?block_[nk]|min_thread_[nk]|(?:not aligned with the quantized weight shape|not divisible by (?:the )?(?:quantization )?group[_ ]size)|not divisible by (?:the )?(?:weight_)?block_size|per_partition\w* = \d+ is not divisible|size_[nk] = \d+ is not divisible", RegexOptions.CultureInvariant)]
    private static partial Regex Blocks { get; }

    [GeneratedRegex(@"(?:[Qq]uantization (?:scheme|method)|scheme) .*is not supported for\b|not supported for the current GPU|[Mm]in(?:imum)? capability|fp8e4nv not supported in this architecture|type fp8e4\w+ not supported|requires? compute capability .*(?:fp8|FP8|fp4)", RegexOptions.CultureInvariant)]
    private static partial Regex Gpu { get; }

    [GeneratedRegex(@"(?:Unknown|Unsupported|Invalid) quantization|[Qq]uantization (?:method|scheme)\b.*(?:not supported|does not match|not recognized)|No compressed-tensors compatible scheme|'?CompressedTensors\w+'? is not (?:defined|supported|implemented)|[Cc]ompressed[- ][Tt]ensors.*(?:not supported|unsupported)|NotImplementedError: .*(?:[Qq]uant|W4A16|W8A8|NVFP4|MXFP4|Sparse24)|Unsupported (?:FusedMoe|FusedMoE) scheme|GGUF model .*not supported", RegexOptions.CultureInvariant)]
    private static partial Regex Format { get; }
}
