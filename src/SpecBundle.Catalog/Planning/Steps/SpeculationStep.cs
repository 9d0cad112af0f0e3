using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The algorithm of the draft, the draft and the three numbers: all together or none.</summary>
internal static class SpeculationStep
{
    public static void Take(PlanInProgress plan)
    {
        if (plan.Draft is not { } draft)
        {
            CheckPlain(plan);
            return;
        }

        var algorithm = plan.Algorithm!;
        Reconcile(plan, draft, algorithm);
        if (!plan.Gate.HasAlgorithm(algorithm))
        {
            plan.Report.Problem($"{plan.Gate.Server} does not have the algorithm {algorithm} of the draft {draft.Repository}.", "Use a release that has it, or leave the draft out (PlanOptions.UseDraft = false).");
        }

        if (algorithm.ProposesBlocks)
        {
            BlockNumbers.Take(plan, algorithm, () => AddDraft(plan, algorithm));
        }
        else if (SpeculationNumbers.Read(plan) is { } numbers)
        {
            plan.Speculation = numbers.Value;
            AddDraft(plan, algorithm);
            AddNumber(plan, ServerSetting.Steps, numbers.Value.Steps, numbers.Source, "Draft steps per verify step");
            AddNumber(plan, ServerSetting.TopK, numbers.Value.TopK, numbers.Source, numbers.Value.TopK == 1 ? "A chain: one branch per step" : "A tree: branches per step");
            AddNumber(plan, ServerSetting.DraftTokens, numbers.Value.DraftTokens, numbers.Source, numbers.Value.TopK == 1 ? "Tokens per verify step: steps + 1 in a chain" : "Tokens per verify step");
        }
    }

    private static void AddDraft(PlanInProgress plan, SpeculativeAlgorithm algorithm)
    {
        plan.Add(ServerSetting.Algorithm, algorithm.Name, algorithm.Reason, ArgumentSource.Documented, isDocumented: true);
        plan.Add(ServerSetting.DraftPath, plan.DraftPath, "The draft that was trained for the target.", ArgumentSource.Documented, isDocumented: true);
    }

    private static void AddNumber(PlanInProgress plan, ServerSetting setting, int value, ArgumentSource source, string meaning)
    {
        var origin = source switch
        {
            ArgumentSource.User => "you asked for it",
            ArgumentSource.Documented => "the recipe of the release",
            _ => "what the pair recommends",
        };
        plan.Add(setting, value.ToString(CultureInfo.InvariantCulture), $"{meaning}; {origin}.", source, isDocumented: true);
    }

    private static void Reconcile(PlanInProgress plan, DraftModel draft, SpeculativeAlgorithm algorithm)
    {
        if (plan.User.Take(ServerSetting.Algorithm) is { } typed && SpeculativeAlgorithm.Named(typed.Text)?.IsServedAs(algorithm) != true)
        {
            plan.Report.Problem($"{typed.Flag} {typed.Text} contradicts the pair's {algorithm} draft.", "Leave the draft out (PlanOptions.UseDraft = false) to use another algorithm.");
        }

        if (plan.User.Take(ServerSetting.DraftPath) is { } path && path.Text != plan.DraftPath && path.Text != draft.Repository)
        {
            plan.Report.Problem($"The free argument {path.Flag} contradicts the pair's draft {draft.Repository}.", "Make a pair of your own: new ModelPair(target, draft).");
        }
    }

    private static void CheckPlain(PlanInProgress plan)
    {
        var algorithm = plan.User.Find(ServerSetting.Algorithm)?.Text;
        if (SpeculativeAlgorithm.Named(algorithm) is { LoadsTargetWithoutDraft: true } needy)
        {
            plan.Report.Problem($"{needy} without a draft makes SGLang load the target as its own draft, and die for lack of memory.", "Give the pair a draft, or leave the algorithm out.");
        }
        else if (plan.User.Find(ServerSetting.DraftPath) is { } path)
        {
            plan.Report.Problem($"{path.Flag} is given, but the plan is for plain decoding.", "Make a pair with that draft: new ModelPair(target, draft).");
        }
        else if (algorithm is null && SpeculationNumbers.AnyIn(plan.User))
        {
            plan.Report.Problem("Speculation numbers are given, but the plan is for plain decoding.", "Give the pair a draft, or leave the numbers out.");
        }
    }
}
