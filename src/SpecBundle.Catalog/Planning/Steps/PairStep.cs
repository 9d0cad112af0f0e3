namespace SpeculativeDecoding;

/// <summary>What the catalog recommends for the pair, under the names of the planned release.</summary>
internal static class PairStep
{
    public static void Take(PlanInProgress plan)
    {
        if (!plan.IsSglang)
        {
            return;
        }

        RemoteCode.Add(plan);
        foreach (var argument in plan.Pair.RecommendedArguments.Where(argument => !plan.Gate.Is(argument.Flag, ServerSetting.RemoteCode)))
        {
            var setting = new ServerSetting(argument.Flag);
            if (!plan.Gate.Has(setting))
            {
                plan.Report.Note($"{plan.Gate.Server} has no {argument.Flag}, which the catalog recommends ({argument.Reason}) It was left out.");
            }
            else if (plan.User.Find(setting) is null && !IsTyped(plan, argument))
            {
                plan.Add(argument, IsOnCard(argument));
            }
        }
    }

    /// <summary>What the pair recommends for a setting; null where it says nothing.</summary>
    public static RecommendedArgument? Recommended(PlanInProgress plan, ServerSetting setting) =>
        plan.Pair.RecommendedArguments.FirstOrDefault(argument => plan.Gate.Is(argument.Flag, setting));

    public static bool IsOnCard(RecommendedArgument argument) => argument.Source is Facts.DraftCard or Facts.TargetCard;

    private static bool IsTyped(PlanInProgress plan, RecommendedArgument argument) =>
        (plan.ContextLength is not null && plan.Gate.Is(argument.Flag, ServerSetting.ContextLength))
        || ((plan.MemoryFraction is not null || plan.Options.GpuShare is not null) && plan.Gate.Is(argument.Flag, ServerSetting.MemoryFraction));
}
