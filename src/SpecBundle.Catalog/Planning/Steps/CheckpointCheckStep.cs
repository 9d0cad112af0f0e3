namespace SpeculativeDecoding;

/// <summary>Whether what lies on this machine can be served: a server would say so after its start, or answer nonsense.</summary>
internal static class CheckpointCheckStep
{
    public static void Take(PlanInProgress plan)
    {
        Judge(plan, plan.TargetContents, isTarget: true, LoadedWeights.OfTarget(plan));
        Judge(plan, plan.DraftContents, isTarget: false, LoadedWeights.OfDraft(plan));
        NoteTokenizer(plan);
        if (plan.TargetContents?.Configuration is not { } target || plan.DraftContents is not { Configuration: { } draft, Place: var place } || !LoadedWeights.FitConfiguration(plan)
            || DraftFit.DraftKindOf(target) is not null)
        {
            return;
        }

        var mismatches = DraftFit.Mismatches(target, draft, plan.Draft!.Algorithm);
        if (mismatches.Count > 0)
        {
            plan.Report.Problem(place.Problem(
                CheckpointProblemKind.DraftMismatch,
                $"{place.Name} does not fit {plan.TargetContents.Place.Name}: {string.Join("; ", mismatches)}.",
                CheckpointConfiguration.FileName,
                "Take a draft that was trained for this very target, and name its algorithm where it is another (DraftModel.Algorithm)."));
        }

        if (DraftFit.Doubt(target, draft) is { } doubt)
        {
            plan.Report.Note(doubt);
        }
    }

    /// <summary>Of a folder of the user's own: one that was copied by hand often lacks it, and the server reads it after it has started.</summary>
    private static void NoteTokenizer(PlanInProgress plan)
    {
        if (plan.IsSglang && plan.TargetContents is { HasTokenizer: false, Weights.Count: > 0, Place: { Origin: CheckpointOrigin.Folder } place }
            && plan.User.Find(ServerSetting.TokenizerPath) is null && plan.User.Find(ServerSetting.WithoutTokenizer) is null)
        {
            plan.Report.Note($"{place.Name} has no tokenizer (tokenizer.json, tokenizer.model or another). Copy it there, name one with --tokenizer-path, or serve token ids alone with --skip-tokenizer-init.");
        }
    }

    private static void Judge(PlanInProgress plan, CheckpointContents? contents, bool isTarget, bool isLoaded)
    {
        if (contents is null)
        {
            return;
        }

        var (problems, notes) = CheckpointCheck.Of(contents, isTarget, isLoaded && !contents.IsPartial, LoadedWeights.FitConfiguration(plan));
        foreach (var problem in problems)
        {
            plan.Report.Problem(problem);
        }

        foreach (var note in notes)
        {
            plan.Report.Note(note);
        }
    }
}
