using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Processes that ended below Python and said where.</summary>
internal static partial class CrashFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "process-crashed",
            Native,
            "A process of the server crashed below Python ({line}; {place}): memory is not the cause.",
            "Upgrade SGLang with its kernel packages, or use its Docker image; the innermost frame names the library. If it is a backend of attention or of experts, choose another (--attention-backend, --moe-runner-backend).")
        {
            Strength = FailureStrength.Symptom,
            Scope = FailureScope.Crash,
            Reports = ["sgl-project/sglang#13395", "sgl-project/sglang#38849", "kvcache-ai/ktransformers#1758"],
        },
    ];

    [GeneratedRegex(@"what\(\):.*|Fatal Python error: [^\n]+|Segmentation fault|Segfault encountered|terminate called.*", RegexOptions.CultureInvariant)]
    private static partial Regex Native { get; }
}
