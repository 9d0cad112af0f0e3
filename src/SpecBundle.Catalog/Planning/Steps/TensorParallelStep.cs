using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>How many GPUs share the weights: what the user says, else the smallest number that fits.</summary>
internal static class TensorParallelStep
{
    private static readonly string[] OtherParallelism = ["--pp-size", "--dp-size", "--nnodes"];

    internal static (int Size, Sizing? Sizing) Add(PlanInProgress plan)
    {
        var asked = plan.Settings.Number("--tp-size", plan.Options.TensorParallelSize, "PlanOptions.TensorParallelSize (--tp)", most: 1024);
        if (!plan.IsSglang)
        {
            if (asked > 1)
                plan.Report.Problem("The embedded server runs on the CPU and shares nothing out.", "Leave the tensor parallel size out.");
            return (1, null);
        }

        var estimate = new SizeEstimate(plan.Target, plan.Draft, Tokens(plan), MemoryFraction(plan));
        var choice = asked is { } size ? TensorParallelChoice.Check(plan, estimate, size, IsSizable(plan)) : TensorParallelChoice.Find(plan, estimate, IsSizable(plan));
        foreach (var unknown in choice.Sizing?.Unknown ?? [])
            plan.Report.Note(unknown);
        if (choice.Size > 1)
            plan.Add("--tp-size", choice.Size.ToString(CultureInfo.InvariantCulture), choice.Reason, choice.Source, "--tp", isDocumented: true);
        return (choice.Size, choice.Sizing);
    }

    private static bool IsSizable(PlanInProgress plan) => !Array.Exists(OtherParallelism, flag => plan.User.Find(flag) is not null);

    private static int Tokens(PlanInProgress plan) => plan.ContextLength
        ?? Math.Min(SizeEstimate.DefaultTokens, Number(plan, "--context-length") ?? plan.Target.ContextLength?.Value ?? SizeEstimate.DefaultTokens);

    private static int? Number(PlanInProgress plan, string flag) =>
        int.TryParse(PairStep.Recommended(plan.Pair, flag), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? MemoryFraction(PlanInProgress plan) => plan.MemoryFraction
        ?? (double.TryParse(PairStep.Recommended(plan.Pair, "--mem-fraction-static"), CultureInfo.InvariantCulture, out var fraction) ? fraction : null);
}
