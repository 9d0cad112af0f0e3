namespace SpeculativeDecoding;

/// <summary>Whether the server may run Python code that comes with a model: only by consent.</summary>
internal static class RemoteCode
{
    public static void Add(PlanInProgress plan)
    {
        var recommended = PairStep.Recommended(plan, ServerSetting.RemoteCode);
        var written = plan.User.Take(ServerSetting.RemoteCode) is not null;
        List<(string Repository, string? Source)> needy =
        [
            .. plan.Target.NeedsRemoteCode is { Value: true } fact ? [(plan.Target.Repository, fact.Source)] : Array.Empty<(string, string?)>(),
            .. plan.DraftContents?.Configuration?.BringsConfigurationCode == true ? [(plan.Draft!.Repository, "auto_map in its config.json")] : Array.Empty<(string, string?)>(),
        ];

        // Consent is no demand: the flag goes to pairs that use such code, and to those of the user, of which nobody knows better.
        var isUseful = recommended is not null || needy.Count > 0 || plan.Pair.TrainingData == DraftTrainingData.Unknown;
        if (written || (plan.Options.AllowRemoteCode && isUseful))
        {
            // One flag for both models.
            var whose = string.Join(" and ", needy.Select(model => model.Repository).DefaultIfEmpty(plan.Target.Repository));
            plan.Add(
                ServerSetting.RemoteCode, null, $"You consented to run the Python code of {whose}.",
                written || recommended is null ? ArgumentSource.User : ArgumentSource.Pair, isDocumented: recommended is not null && PairStep.IsOnCard(recommended));
            plan.Report.Note($"Python code of {whose} will run on this machine, by your consent.");
        }
        else if (needy.Count > 0)
        {
            foreach (var (repository, source) in needy)
            {
                plan.Report.Problem(
                    $"{repository} runs Python code that comes with its repository ({source}), and you have not consented.",
                    "Read that code, then consent with PlanOptions.AllowRemoteCode.");
            }
        }
        else if (recommended is not null)
        {
            plan.Report.Note($"{ServerSetting.RemoteCode.Flag} was left out, which {recommended.Source} passes: you have not consented, and SGLang should not need it here.");
        }
    }
}
