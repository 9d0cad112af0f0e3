namespace SpeculativeDecoding;

/// <summary>Whether what lies on this machine can be served: a server would say so after its start, or answer nonsense.</summary>
internal static class CheckpointCheckStep
{
    public static void Take(PlanInProgress plan)
    {
        Judge(plan, plan.TargetContents, isTarget: true, LoadedWeights.OfTarget(plan));
        Judge(plan, plan.DraftContents, isTarget: false, LoadedWeights.OfDraft(plan));
        NoteTokenizer(plan);
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
