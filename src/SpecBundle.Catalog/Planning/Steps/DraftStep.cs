namespace SpeculativeDecoding;

/// <summary>What kind of draft it is, by its configuration, and so the algorithm.</summary>
internal static class DraftStep
{
    public static void Take(PlanInProgress plan)
    {
        if (plan.Draft is not { } draft)
        {
            return;
        }

        var given = draft.Algorithm ?? SpeculativeAlgorithm.Named(plan.User.Find(ServerSetting.Algorithm)?.Text);
        plan.Algorithm = given ?? SpeculativeAlgorithm.Eagle3;
        if (plan.DraftContents is not { Configuration: { } configuration, Place: var place })
        {
            if (given is null && plan.DraftContents is null && plan.Report.Problems.Count == 0)
            {
                plan.Report.Note($"The draft {draft.Repository} is not on this machine: it is taken for an {SpeculativeAlgorithm.Eagle3} one, until its config.json can be read.");
            }

            return;
        }

        // Swapped, and said so: then everything is wrong.
        var target = plan.TargetContents?.Configuration;
        if (target is null || DraftReading.DescriptionOfDraft(target) is null)
        {
            Judge(plan, DraftVerdict.Of(place, configuration, target, given), place, configuration);
        }

        plan.Draft = plan.Draft with { Algorithm = plan.Algorithm };
    }

    private static void Judge(PlanInProgress plan, DraftVerdict verdict, CheckpointPlace place, CheckpointConfiguration draft)
    {
        (plan.DraftKind, plan.Algorithm) = (verdict.Kind, verdict.Algorithm ?? plan.Algorithm);
        if (!LoadedWeights.FitConfiguration(plan))
        {
            return;
        }

        // What SGLang can't load the embedded server may; it reads one class alone, and judges that by itself.
        if (!plan.IsSglang && draft.Architecture != DraftClasses.Eagle3)
        {
            plan.Report.Problem(place.Problem(
                CheckpointProblemKind.DraftUnsupported, $"The draft {place.Name} is {verdict.Description}, and the embedded server runs drafts of the class {DraftClasses.Eagle3} alone.",
                CheckpointConfiguration.FileName, "Take such a draft, use SGLang (PlanOptions.Engine), or leave the draft out (PlanOptions.UseDraft = false)."));
            return;
        }

        if (plan.IsSglang && verdict.Unsupported is { } unsupported)
        {
            plan.Report.Problem(unsupported);
            return;
        }

        if (verdict.Mismatches.Count > 0)
        {
            plan.Report.Problem(place.Problem(
                CheckpointProblemKind.DraftMismatch,
                $"{place.Name} does not fit {plan.TargetContents?.Place.Name ?? plan.Target.Repository}: {string.Join("; ", verdict.Mismatches)}.",
                CheckpointConfiguration.FileName,
                "Take a draft that was trained for this very target, and name its algorithm with DraftModel.Algorithm where it is another."));
        }

        foreach (var note in verdict.Notes)
        {
            plan.Report.Note(note);
        }

        JudgeRelease(plan, verdict, place);
    }

    private static void JudgeRelease(PlanInProgress plan, DraftVerdict verdict, CheckpointPlace place)
    {
        if (!plan.IsSglang)
        {
            return;
        }

        if (verdict.Kind.FirstRelease is { } first && !plan.Gate.Reaches(first))
        {
            plan.Report.Problem(place.Problem(
                CheckpointProblemKind.DraftUnsupported, $"The draft {place.Name} is {verdict.Description}, and {plan.Gate.Server} does not compute that: {first} does.",
                CheckpointConfiguration.FileName, $"Use SGLang {first} or later, or leave the draft out (PlanOptions.UseDraft = false)."));
        }
        else if (verdict.Kind.SureRelease is { } sure && !plan.Gate.Reaches(sure))
        {
            plan.Report.Note($"The draft {place.Name} is {verdict.Description}, with what SGLang {sure} computes; whether {plan.Gate.Server} does is not known.");
        }
    }
}
