using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>SGLang's own checks, where they have a text or a place of their own.</summary>
internal static partial class InternalFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "cache-leak",
            Leak,
            "SGLang's own check found entries of the KV cache that belong to no request, and ended the server: a fault of SGLang.",
            "Upgrade SGLang. Until then SGLANG_ENABLE_STRICT_MEM_CHECK_DURING_IDLE=0 in PlanOptions.Environment turns the check into a warning, and --page-size 1, --disable-radix-cache or no draft (PlanOptions.UseDraft = false) often avoid it.")
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

    [GeneratedRegex(@"memory leak detected|KV double free|pool memory leak", RegexOptions.CultureInvariant)]
    private static partial Regex Leak { get; }

    [GeneratedRegex(@"^AssertionError", RegexOptions.CultureInvariant)]
    private static partial Regex Assertion { get; }

    [GeneratedRegex(@"mem_cache/[^\n]*\z|mem_cache/[^\n]*\n[^\n]*(?:allocator|memory_pool|swa|mamba)[^\n]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex CacheFrame { get; }
}
