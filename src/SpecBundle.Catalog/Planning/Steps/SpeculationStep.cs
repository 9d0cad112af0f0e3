using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The algorithm, the draft and the three numbers: all together or none.</summary>
internal static class SpeculationStep
{
    private const string Algorithm = "--speculative-algorithm";
    private const string DraftPath = "--speculative-draft-model-path";

    internal static void Add(PlanInProgress plan)
    {
        if (plan.Draft is null)
        {
            CheckPlain(plan);
            return;
        }

        Reconcile(plan);
        if (SpeculationNumbers.Read(plan) is not { } numbers)
            return;
        plan.Speculation = numbers.Value;
        plan.Add(Algorithm, "EAGLE3", "The draft is an EAGLE3 head.", ArgumentSource.Documented, isDocumented: true);
        plan.Add(DraftPath, plan.DraftPath, "The draft that was trained for the target.", ArgumentSource.Documented, isDocumented: true);
        AddNumber(plan, "--speculative-num-steps", numbers.Value.Steps, numbers, "Draft steps per verify step");
        AddNumber(plan, "--speculative-eagle-topk", numbers.Value.TopK, numbers, numbers.Value.TopK == 1 ? "A chain: one branch per step" : "A tree: branches per step");
        AddNumber(plan, "--speculative-num-draft-tokens", numbers.Value.DraftTokens, numbers, numbers.Value.TopK == 1 ? "Tokens per verify step: steps + 1 in a chain" : "Tokens per verify step");
    }

    private static void AddNumber(PlanInProgress plan, string flag, int value, (SpeculationSettings Value, ArgumentSource Source) numbers, string meaning)
    {
        var origin = numbers.Source switch
        {
            ArgumentSource.User => "you asked for it",
            ArgumentSource.Documented => "the recipe of the release",
            _ => "what the pair recommends",
        };
        plan.Add(flag, value.ToString(CultureInfo.InvariantCulture), $"{meaning}; {origin}.", numbers.Source, isDocumented: true);
    }

    private static void Reconcile(PlanInProgress plan)
    {
        if (plan.User.Take(Algorithm) is { } algorithm && !algorithm.Text.Equals("EAGLE3", StringComparison.OrdinalIgnoreCase))
            plan.Report.Problem($"{Algorithm} {algorithm.Text} contradicts the pair's EAGLE3 draft.", "Leave the draft out (--no-draft or PlanOptions.WithoutDraft) to use another algorithm.");
        if (plan.User.Take(DraftPath) is { } path && path.Text != plan.DraftPath && path.Text != plan.Draft!.Repository)
            plan.Report.Problem($"The free argument {path.Flag} contradicts the pair's draft {plan.Draft!.Repository}.", "Make a pair of your own: new ModelPair(target, draft), or --target and --draft.");
    }

    private static void CheckPlain(PlanInProgress plan)
    {
        var algorithm = plan.User.Find(Algorithm)?.Text;
        if ("EAGLE3".Equals(algorithm, StringComparison.OrdinalIgnoreCase))
            plan.Report.Problem("EAGLE3 without a draft makes SGLang load the target as its own draft, and die for lack of memory.", "Give the pair a draft, or leave the algorithm out.");
        else if (plan.User.Find(DraftPath) is { } path)
            plan.Report.Problem($"{path.Flag} is given, but the plan is for plain decoding.", "Make a pair with that draft: new ModelPair(target, draft), or --target and --draft.");
        else if (algorithm is null && SpeculationNumbers.AnyIn(plan.User))
            plan.Report.Problem("Speculation numbers are given, but the plan is for plain decoding.", "Give the pair a draft, or leave the numbers out.");
    }
}
