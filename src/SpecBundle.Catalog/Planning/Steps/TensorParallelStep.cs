using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>How many GPUs share the weights: what the user says, else the smallest number that fits.</summary>
internal static class TensorParallelStep
{
    private static readonly ServerSetting[] OtherParallelism = [ServerSetting.PipelineParallelSize, ServerSetting.DataParallelSize, ServerSetting.Nodes];

    public static void Take(PlanInProgress plan)
    {
        var asked = plan.Settings.Number(ServerSetting.TensorParallelSize, plan.Options.TensorParallelSize, "PlanOptions.TensorParallelSize (--tp)", most: 1024);
        if (!plan.IsSglang)
        {
            if (asked > 1)
            {
                plan.Report.Problem("The embedded server runs on the CPU and shares nothing out.", "Leave the tensor parallel size out.");
            }

            return;
        }

        var estimate = new SizeEstimate(plan.Target, plan.Draft, Tokens(plan), MemoryFraction(plan));
        var choice = asked is { } size ? TensorParallelChoice.Check(plan, estimate, size, IsSizable(plan)) : TensorParallelChoice.Find(plan, estimate, IsSizable(plan));
        foreach (var unknown in choice.Sizing?.Unknown ?? [])
        {
            plan.Report.Note(unknown);
        }

        if (choice.Size > 1)
        {
            plan.Add(ServerSetting.TensorParallelSize, choice.Size.ToString(CultureInfo.InvariantCulture), choice.Reason, choice.Source, isDocumented: true);
        }

        (plan.TensorParallelSize, plan.Sizing) = (choice.Size, choice.Sizing);
    }

    private static bool IsSizable(PlanInProgress plan) => !Array.Exists(OtherParallelism, setting => plan.User.Find(setting) is not null);

    private static int Tokens(PlanInProgress plan) => plan.ContextLength
        ?? Math.Min(SizeEstimate.DefaultTokens, RecommendedContext(plan) ?? plan.Target.ContextLength?.Value ?? SizeEstimate.DefaultTokens);

    private static int? RecommendedContext(PlanInProgress plan) =>
        int.TryParse(PairStep.Recommended(plan, ServerSetting.ContextLength)?.Value, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? MemoryFraction(PlanInProgress plan) => plan.MemoryFraction
        ?? (double.TryParse(PairStep.Recommended(plan, ServerSetting.MemoryFraction)?.Value, CultureInfo.InvariantCulture, out var fraction) ? fraction : null);
}
