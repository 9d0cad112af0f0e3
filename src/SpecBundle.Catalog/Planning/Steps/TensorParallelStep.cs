using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>How many GPUs share the weights: what the user says, else the smallest number that fits.</summary>
internal static class TensorParallelStep
{
    private static readonly ServerSetting[] OtherParallelism = [ServerSetting.PipelineParallelSize, ServerSetting.DataParallelSize, ServerSetting.Nodes];

    public static void Take(PlanInProgress plan)
    {
        var asked = plan.Settings.Number(ServerSetting.TensorParallelSize, plan.Options.TensorParallelSize, "PlanOptions.TensorParallelSize", most: 1024);
        if (!plan.IsSglang)
        {
            if (asked > 1)
            {
                plan.Report.Problem("The embedded server runs on the CPU and shares nothing out.", "Leave PlanOptions.TensorParallelSize out.");
            }

            if (plan.Options.Gpus is not null || plan.Options.GpuShare is not null)
            {
                plan.Report.Problem("The embedded server runs on the CPU and uses no GPU.", "Leave out the GPUs (PlanOptions.Gpus) and the share of one (PlanOptions.GpuShare).");
            }

            return;
        }

        var estimate = new SizeEstimate(plan.Target, plan.Draft, Tokens(plan), MemoryFraction(plan), plan.Options.GpuShare);
        var pool = GpuPool.Of(plan);
        int Count(int size) => GpusOf(plan, size);
        var choice = asked is { } size
            ? TensorParallelChoice.Check(plan, estimate, pool, size, IsSizable(plan) ? null : Count(size))
            : TensorParallelChoice.Find(plan, estimate, pool, IsSizable(plan) ? null : Count);
        foreach (var unknown in choice.Sizing?.Unknown ?? [])
        {
            plan.Report.Note(unknown);
        }

        if (choice.Size > 1)
        {
            plan.Add(ServerSetting.TensorParallelSize, choice.Size.ToString(CultureInfo.InvariantCulture), choice.Reason, choice.Source, isDocumented: true);
        }

        (plan.TensorParallelSize, plan.Sizing, plan.GpuChoice) = (choice.Size, choice.Sizing, choice.Gpus);
    }

    /// <summary>The GPUs of this machine that the server takes where there is other parallelism than of tensors.</summary>
    private static int GpusOf(PlanInProgress plan, int size)
    {
        var copies = plan.User.Find(ServerSetting.DataParallelAttention) is null ? Number(plan, ServerSetting.DataParallelSize) : 1;
        return Math.Max(1, size * copies * Number(plan, ServerSetting.PipelineParallelSize) / Number(plan, ServerSetting.Nodes));
    }

    private static int Number(PlanInProgress plan, ServerSetting setting) =>
        int.TryParse(plan.User.Find(setting)?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : 1;

    private static bool IsSizable(PlanInProgress plan) => !Array.Exists(OtherParallelism, setting => plan.User.Find(setting) is not null);

    private static int Tokens(PlanInProgress plan) => plan.ContextLength
        ?? Math.Min(SizeEstimate.DefaultTokens, RecommendedContext(plan) ?? plan.Target.ContextLength?.Value ?? SizeEstimate.DefaultTokens);

    private static int? RecommendedContext(PlanInProgress plan) =>
        int.TryParse(PairStep.Recommended(plan, ServerSetting.ContextLength)?.Value, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? MemoryFraction(PlanInProgress plan) => plan.Options.GpuShare is not null ? null : plan.MemoryFraction
        ?? (double.TryParse(PairStep.Recommended(plan, ServerSetting.MemoryFraction)?.Value, CultureInfo.InvariantCulture, out var fraction) ? fraction : null);
}
