namespace SpeculativeDecoding;

/// <summary>Reads the context and the memory fraction that the user asked for: later steps go by them.</summary>
internal static class LimitStep
{
    public static void Take(PlanInProgress plan)
    {
        plan.ContextLength = plan.Settings.Number(ServerSetting.ContextLength, plan.Options.ContextLength, "PlanOptions.ContextLength");
        plan.MemoryFraction = plan.Settings.Fraction(ServerSetting.MemoryFraction, plan.Options.MemoryFractionStatic, "PlanOptions.MemoryFractionStatic");
        if (plan.ContextLength > plan.Target.ContextLength?.Value && plan.User.Find(ServerSetting.ModelOverrides) is null)
        {
            plan.Report.Problem(
                $"A context of {plan.ContextLength} tokens is longer than the {plan.Target.ContextLength.Value} of {plan.Target.Repository}.",
                $"Give a shorter one, or the rope scaling by {ServerSetting.ModelOverrides.Flag}.");
        }
    }
}
