namespace SpeculativeDecoding;

/// <summary>What the catalog recommends for the pair, under the names of the planned release.</summary>
internal static class PairStep
{
    private const string RemoteCode = "--trust-remote-code";

    internal static void Add(PlanInProgress plan)
    {
        if (!plan.IsSglang)
            return;
        AddRemoteCode(plan);
        foreach (var argument in plan.Pair.RecommendedArguments.Where(argument => argument.Flag != RemoteCode))
        {
            if (plan.Flags.Spell(argument.Flag) is not { } flag)
                plan.Report.Note($"{plan.Flags.Server} has no {argument.Flag}, which the catalog recommends ({argument.Reason}) It was left out.");
            else if (plan.User.Find(flag) is null && !IsTyped(plan, argument))
                plan.Add(flag, argument.Value, $"{argument.Reason} ({argument.Source})", ArgumentSource.Pair, argument.Flag, IsOnCard(argument));
        }
    }

    /// <summary>The number that the pair recommends for a flag; null where it says nothing.</summary>
    internal static string? Recommended(ModelPair pair, string flag) =>
        pair.RecommendedArguments.FirstOrDefault(argument => argument.Flag == flag)?.Value;

    private static bool IsTyped(PlanInProgress plan, RecommendedArgument argument) => argument.Flag switch
    {
        "--context-length" => plan.ContextLength is not null,
        "--mem-fraction-static" => plan.MemoryFraction is not null,
        _ => false,
    };

    private static bool IsOnCard(RecommendedArgument argument) => argument.Source is Facts.DraftCard or Facts.TargetCard;

    private static void AddRemoteCode(PlanInProgress plan)
    {
        var recommended = plan.Pair.RecommendedArguments.FirstOrDefault(argument => argument.Flag == RemoteCode);
        var written = plan.User.Take(RemoteCode) is not null;
        // Consent is no demand: the flag goes to pairs that use such code, and to those of the user, of which nobody knows better.
        var isUseful = recommended is not null || plan.Target.NeedsRemoteCode is { Value: true } || plan.Pair.TrainingData == DraftTrainingData.Unknown;
        if (written || (plan.Options.AllowRemoteCode && isUseful))
        {
            plan.Add(RemoteCode, null, $"You consented to run the Python code of {plan.Target.Repository}.", written || recommended is null ? ArgumentSource.User : ArgumentSource.Pair, isDocumented: recommended is not null && IsOnCard(recommended));
            plan.Report.Note($"Python code of {plan.Target.Repository} will run on this machine, by your consent.");
        }
        else if (plan.Target.NeedsRemoteCode is { Value: true } fact)
        {
            plan.Report.Problem(
                $"{plan.Target.Repository} runs Python code that comes with its repository ({fact.Source}), and you have not consented.",
                "Read that code, then consent with PlanOptions.AllowRemoteCode (--allow-remote-code).");
        }
        else if (recommended is not null)
        {
            plan.Report.Note($"{RemoteCode} was left out, which {recommended.Source} passes: you have not consented, and SGLang should not need it here.");
        }
    }
}
