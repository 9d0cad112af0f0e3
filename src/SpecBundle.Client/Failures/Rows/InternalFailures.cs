using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>SGLang's own checks. They tell of its faults, and the statement that failed is what its issues are found by.</summary>
internal static partial class InternalFailures
{
    /// <summary>Those that have a text of their own.</summary>
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "cache-leak",
            Leak,
            "SGLang's own check found entries of the KV cache that belong to no request, and ended the server: a fault of SGLang.",
            "Upgrade SGLang. Until then SGLANG_ENABLE_STRICT_MEM_CHECK_DURING_IDLE=0 in Environment turns the check into a warning, and --page-size 1, --disable-radix-cache or no draft (UseDraft = false) often avoid it.")
        {
            Scope = FailureScope.Exception,
            Reports = ["sgl-project/sglang#11970", "sgl-project/sglang#7130", "sgl-project/sglang#6888", "sgl-project/sglang#16067", "sgl-project/sglang#20010", "sgl-project/sglang#18300", "infinigence/Semi-PD#17", "sgl-project/sglang-jax#70"],
        },
        new(
            "prefix-cache-check",
            Assertion,
            "An internal check of SGLang's prefix cache failed: {code} ({place}).",
            "Upgrade SGLang. Until then --disable-radix-cache avoids it, at the cost of prefixes that are computed again; where the KV cache is kept in the machine's memory too, leave --enable-hierarchical-cache out first.")
        {
            Scope = FailureScope.Exception,
            Where = CacheFrame,
            Reports = ["sgl-project/sglang#21379", "sgl-project/sglang#24153", "sgl-project/sglang#36770", "sgl-project/sglang#22592", "sgl-project/sglang#37619", "sgl-project/sglang#27038", "sgl-project/sglang#34975", "sgl-project/sglang#24972"],
        },
    ];

    /// <summary>Those that only their statement tells apart: asked after every other row.</summary>
    public static IReadOnlyList<FailureRow> Last { get; } =
    [
        new(
            "speculation-fault",
            Programming,
            "SGLang failed inside its speculative decoding: {line} ({place}).",
            "Upgrade SGLang, or search its issues for this line. Until then a top-k of 1 in Speculation, or a launch without the draft (UseDraft = false), may avoid it; with structured output, another --grammar-backend too.")
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
            "Change the option that the line names, in LaunchOptions or ExtraArguments.")
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
            "sglang-fault",
            Slip,
            "SGLang failed with an error of its own code: {line} ({place}).",
            "Search SGLang's issues for this line, and upgrade: it is a fault of SGLang, or of this model with this release, not of the machine.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Where = OwnFrame,
            Reports = ["sgl-project/sglang#29516", "sgl-project/sglang#4127", "sgl-project/sglang#3608", "sgl-project/sglang#15784"],
        },
        new(
            "torch-fault",
            TorchAssertion,
            "A check inside of torch failed: {line}.",
            "Upgrade SGLang with the torch that it pins: a call that this torch does not allow at that moment is a fault of the release. --enable-memory-saver and PYTORCH_CUDA_ALLOC_CONF in Environment can bring it about; leave them out.")
        {
            Strength = FailureStrength.Fallback,
            Scope = FailureScope.Exception,
            Reports = ["verl-project/verl#705"],
        },
        new(
            "gpu-call-failed",
            GpuCall,
            "A call to the GPU failed: {line} ({place}).",
            "Upgrade SGLang, its kernel packages and the driver together. Another --attention-backend or --moe-runner-backend, or --disable-cuda-graph, shows whether one kernel does it; CUDA_LAUNCH_BLOCKING=1 in Environment names the kernel.")
        {
            Strength = FailureStrength.Fallback,
            Reports = ["vllm-project/vllm#16566"],
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
    ];

    [GeneratedRegex(@"memory leak detected|KV double free|pool memory leak", RegexOptions.CultureInvariant)]
    private static partial Regex Leak { get; }

    [GeneratedRegex(@"^AssertionError", RegexOptions.CultureInvariant)]
    private static partial Regex Assertion { get; }

    [GeneratedRegex(@"mem_cache/[^\n]*\z|mem_cache/[^\n]*\n[^\n]*(?:allocator|memory_pool|swa|mamba)[^\n]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex CacheFrame { get; }

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

    [GeneratedRegex(@"INTERNAL ASSERT FAILED|please report a bug to PyTorch", RegexOptions.CultureInvariant)]
    private static partial Regex TorchAssertion { get; }

    [GeneratedRegex(@"CUDA error: [^\n]+|CUBLAS_STATUS_\w+|CUDNN_STATUS_\w+|CUDA driver error|Triton Error \[CUDA\]|CUDART error", RegexOptions.CultureInvariant)]
    private static partial Regex GpuCall { get; }

    [GeneratedRegex(@"^AssertionError:?\s*(?:\n|$)", RegexOptions.CultureInvariant)]
    private static partial Regex BareAssertion { get; }
}
