using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A plan in one line.</summary>
internal static class SummaryRendering
{
    public static string Of(LaunchPlan plan)
    {
        var isSglang = plan.Engine == LaunchEngine.Sglang;
        string?[] parts =
        [
            $"{plan.Pair.Id} on {(isSglang ? $"SGLang {plan.SglangVersion}".TrimEnd() : "the embedded server")}",
            !isSglang ? null : plan.Gpus.Count > 0 ? GpuChoice.Names(plan.Gpus) : plan.TensorParallelSize == 1 ? "1 GPU" : string.Create(CultureInfo.InvariantCulture, $"{plan.TensorParallelSize} GPUs"),
            plan.Algorithm is not { } algorithm ? "no draft"
                : string.Join(' ', new[] { "speculation", algorithm == SpeculativeAlgorithm.Eagle3 ? null : algorithm.Name, plan.Speculation?.ToString() }.OfType<string>()),
            string.Create(CultureInfo.InvariantCulture, $"at {(plan.Host.Contains(':') ? $"[{plan.Host}]" : plan.Host)}:{(plan.Port is { } port ? port : "a free port")}"),
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
