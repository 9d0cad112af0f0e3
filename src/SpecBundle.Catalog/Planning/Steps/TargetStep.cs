namespace SpeculativeDecoding;

/// <summary>The target, and that nothing contradicts it.</summary>
internal static class TargetStep
{
    public static void Take(PlanInProgress plan)
    {
        if (plan.User.Take(ServerSetting.ModelPath) is { } other && other.Text != plan.TargetPath && other.Text != plan.Target.Repository)
        {
            plan.Report.Problem($"The free argument {other.Flag} contradicts the pair's target {plan.Target.Repository}.", "Make a pair of your own: new ModelPair(target, draft).");
        }

        plan.Add(ServerSetting.ModelPath, plan.TargetPath, "The target of the pair.", ArgumentSource.Documented, isDocumented: true);
        if (plan.IsSglang && plan.Target.Gated is { Value: true })
        {
            plan.Report.Note($"{plan.Target.Repository} is gated: accept its licence at https://huggingface.co/{plan.Target.Repository} and set HF_TOKEN.");
        }
    }
}
