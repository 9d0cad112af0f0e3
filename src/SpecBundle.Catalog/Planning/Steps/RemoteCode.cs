namespace SpeculativeDecoding;

/// <summary>Whether the server may run Python code that comes with the model: only by consent.</summary>
internal static class RemoteCode
{
    public static void Add(PlanInProgress plan)
    {
        var recommended = PairStep.Recommended(plan, ServerSetting.RemoteCode);
        var written = plan.User.Take(ServerSetting.RemoteCode) is not null;
        // Consent is no demand: the flag goes to pairs that use such code, and to those of the user, of which nobody knows better.
        var isUseful = recommended is not null || plan.Target.NeedsRemoteCode is { Value: true } || plan.Pair.TrainingData == DraftTrainingData.Unknown;
        if (written || (plan.Options.AllowRemoteCode && isUseful))
        {
            plan.Add(
                ServerSetting.RemoteCode, null, $"You consented to run the Python code of {plan.Target.Repository}.",
                written || recommended is null ? ArgumentSource.User : ArgumentSource.Pair, isDocumented: recommended is not null && PairStep.IsOnCard(recommended));
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
            plan.Report.Note($"{ServerSetting.RemoteCode.Flag} was left out, which {recommended.Source} passes: you have not consented, and SGLang should not need it here.");
        }
    }
}
