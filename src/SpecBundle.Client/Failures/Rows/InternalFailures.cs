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
            Reports = ["sgl-project/sglang#21379", "sgl-project/sglang#24153", "sgl-project/sglang#36770", "sgl-project/sglang#22592", "sgl-project/sglang#37619", "sgl-project/sglang#27038", "sgl-project/sglang#34975"],
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
            Scope = FailureScope.Exception,
            Where = SpeculationFrame,
            Reports = ["sgl-project/sglang#28407", "sgl-project/sglang#20148"],
        },
        new(
            "internal-check",
            BareAssertion,
            "An internal check of SGLang failed: {code} ({place}).",
            "Search SGLang's issues for this statement: it names the option or the state that SGLang did not expect. Leave out the option that it names, or upgrade SGLang.")
        {
            Scope = FailureScope.Exception,
            Reports = ["meituan-longcat/LongCat-Flash-Omni#7", "flashinfer-ai/flashinfer#2122", "deepseek-ai/DeepGEMM#106"],
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

    [GeneratedRegex(@"/speculative/[^\n]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SpeculationFrame { get; }

    [GeneratedRegex(@"^AssertionError:?\s*(?:\n|$)", RegexOptions.CultureInvariant)]
    private static partial Regex BareAssertion { get; }
}
