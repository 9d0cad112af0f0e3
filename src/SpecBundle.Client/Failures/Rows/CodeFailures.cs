using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of SGLang's own code, told by the part that failed and by its statement: asked after every other row.</summary>
internal static partial class CodeFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "speculation-fault",
            Programming,
            "SGLang failed inside its speculative decoding: {line} ({place}).",
            "Upgrade SGLang, or search its issues for this line. Until then PlanOptions.Speculation with a top-k of 1, or a launch without the draft (PlanOptions.UseDraft = false), may avoid it; with structured output, another --grammar-backend too.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Where = SpeculationFrame,
            Reports = ["sgl-project/sglang#14077", "sgl-project/sglang#13352", "sgl-project/sglang#18780", "sgl-project/sglang#24215", "sgl-project/sglang#28407", "sgl-project/sglang#24283", "sgl-project/sglang#20148"],
        },
        new(
            "grammar-fault",
            Programming,
            "SGLang failed at a grammar of structured output (JSON schema, tools): {line} ({place}).",
            "Upgrade SGLang, or try another --grammar-backend (llguidance, outlines); the schema of the request may be one that it can't take.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Where = GrammarFrame,
            Reports = ["sgl-project/sglang#6229", "sgl-project/sglang#4574"],
        },
        new(
            "options-refused",
            Refused,
            "SGLang refuses the options of the launch: {line}.",
            "Change the option that the line names, in PlanOptions, or in PlanOptions.ExtraArguments.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Where = OptionsFrame,
        },
        new(
            "not-implemented",
            NotImplemented,
            "This SGLang does not have what the launch asks for: {line} ({place}).",
            "Upgrade SGLang, or leave out the option, backend or model feature that the line or the place names.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
        },
        new(
            "internal-check",
            BareAssertion,
            "An internal check of SGLang failed: {code} ({place}).",
            "Search SGLang's issues for this statement: it names the option or the state that SGLang did not expect. Leave out the option that it names, or upgrade SGLang.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Reports = ["meituan-longcat/LongCat-Flash-Omni#7", "flashinfer-ai/flashinfer#2122", "deepseek-ai/DeepGEMM#106", "sgl-project/sglang#11409", "sgl-project/sglang#6133"],
        },
        new(
            "quantization-fault",
            Any,
            "The code of quantized weights failed: {line} ({place}).",
            "Upgrade SGLang, or take the checkpoint in another format; another PlanOptions.TensorParallelSize, or --quantization with another kernel of the same format, may do.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Where = QuantizationFrame,
            Reports = ["vllm-project/vllm#52715", "dphnAI/sonar#809", "ModelCloud/GPTQModel#1361"],
        },
        new(
            "experts-fault",
            Any,
            "The code of the experts (mixture of experts) failed: {line} ({place}).",
            "Choose another --moe-runner-backend, for example triton, or upgrade SGLang.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Where = ExpertsFrame,
            Reports = ["sgl-project/sglang#23548", "sgl-project/sglang#38773"],
        },
        new(
            "attention-fault",
            Any,
            "The attention backend failed: {line} ({place}).",
            "Choose another --attention-backend, for example flashinfer or triton, or upgrade SGLang.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Where = AttentionFrame,
            Reports = ["sgl-project/sglang#29516", "sgl-project/sglang#29162", "sgl-project/sglang#18980", "sgl-project/sglang#40286"],
        },
        new(
            "sglang-fault",
            Slip,
            "SGLang failed with an error of its own code: {line} ({place}).",
            "Search SGLang's issues for this line, and upgrade: it is a fault of SGLang, or of this model with this release, not of the machine.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Where = OwnFrame,
            Reports = ["sgl-project/sglang#29600", "areal-project/AReaL#232", "sgl-project/sglang#4127", "sgl-project/sglang#3608", "sgl-project/sglang#15784"],
        },
        new(
            "torch-fault",
            TorchAssertion,
            "A check inside of torch failed: {line}.",
            "Upgrade SGLang with the torch that it pins: a call that this torch does not allow at that moment is a fault of the release. --enable-memory-saver and PYTORCH_CUDA_ALLOC_CONF in PlanOptions.Environment can bring it about; leave them out.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Reports = ["verl-project/verl#705"],
        },
        new(
            "gpu-call-failed",
            GpuCall,
            "A call to the GPU failed: {line} ({place}).",
            "Upgrade SGLang, its kernel packages and the driver together. Another --attention-backend or --moe-runner-backend, or --disable-cuda-graph, shows whether one kernel does it; CUDA_LAUNCH_BLOCKING=1 in PlanOptions.Environment names the kernel.")
        {
            Strength = FailureStrength.Fallback,
            Reports = ["vllm-project/vllm#16566"],
        },
    ];

    [GeneratedRegex(@"^(?:TypeError|AttributeError|IndexError|KeyError|NameError|UnboundLocalError|ZeroDivisionError|RuntimeError: (?:The size of tensor|shape|index|selected index|stack expects|Sizes of tensors|The expanded size|numel))", RegexOptions.CultureInvariant)]
    private static partial Regex Programming { get; }

    // Not KeyError: what is missing is often in the checkpoint's config.
    [GeneratedRegex(@"^(?:TypeError|AttributeError|IndexError|NameError|UnboundLocalError|RuntimeError: (?:The size of tensor|Sizes of tensors|The expanded size|shape '|shape mismatch|selected index|index \d+ is out))", RegexOptions.CultureInvariant)]
    private static partial Regex Slip { get; }

    [GeneratedRegex(@"sglang/srt/[^\n]*(?:\n[^\n]*/(?:torch|triton|flashinfer|sgl_kernel)/[^\n]*){0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnFrame { get; }

    [GeneratedRegex(@"(?:xgrammar|/constrained/|[Gg]rammar)[^\n]*(?:\n[^\n]*){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex GrammarFrame { get; }

    [GeneratedRegex(@"^(?:ValueError|AssertionError|RuntimeError|NotImplementedError): \S", RegexOptions.CultureInvariant)]
    private static partial Regex Refused { get; }

    [GeneratedRegex(@"(?:server_args\.py|/arg_groups/)[^\n]*(?:\n[^\n]*){0,1}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OptionsFrame { get; }

    [GeneratedRegex(@"^NotImplementedError\b", RegexOptions.CultureInvariant)]
    private static partial Regex NotImplemented { get; }

    [GeneratedRegex(@"(?:/speculative/|models/\w*(?:eagle|nextn|mtp|dflash))[^\n]*(?:\n[^\n]*){0,3}\z|_draft_extend|draft_forward|forward_draft_extend|draft_runner\.forward|draft_model_runner\.forward", RegexOptions.CultureInvariant)]
    private static partial Regex SpeculationFrame { get; }

    [GeneratedRegex(@"^(?!KeyError)[\w.]*(?:Error|Exception)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Any { get; }

    [GeneratedRegex(@"(?:layers/quantization/|marlin|moe_wna16)[^\n]*(?:\n[^\n]*/(?:torch|triton|flashinfer|sgl_kernel|flash_attn|tvm_ffi|deep_gemm)/[^\n]*){0,6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex QuantizationFrame { get; }

    [GeneratedRegex(@"layers/moe/[^\n]*(?:\n[^\n]*/(?:torch|triton|flashinfer|sgl_kernel|flash_attn|tvm_ffi|deep_gemm)/[^\n]*){0,6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ExpertsFrame { get; }

    [GeneratedRegex(@"layers/attention/[^\n]*(?:\n[^\n]*/(?:torch|triton|flashinfer|sgl_kernel|flash_attn|tvm_ffi|deep_gemm)/[^\n]*){0,6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AttentionFrame { get; }

    [GeneratedRegex(@"INTERNAL ASSERT FAILED|please report a bug to PyTorch", RegexOptions.CultureInvariant)]
    private static partial Regex TorchAssertion { get; }

    [GeneratedRegex(@"CUDA error: [^\n]+|CUBLAS_STATUS_\w+|CUDNN_STATUS_\w+|CUDA driver error|Triton Error \[CUDA\]|CUDART error|CUDA kernel .*launch failed", RegexOptions.CultureInvariant)]
    private static partial Regex GpuCall { get; }

    [GeneratedRegex(@"^AssertionError:?\s*(?:\n|$)", RegexOptions.CultureInvariant)]
    private static partial Regex BareAssertion { get; }
}
