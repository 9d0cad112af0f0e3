using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Context, memory and requests at once.</summary>
internal static class CapacityStep
{
    internal const int DefaultRunningRequests = 48;
    private const string Quantisation = "--speculative-draft-model-quantization";

    internal static void Read(PlanInProgress plan)
    {
        plan.ContextLength = plan.Settings.Number("--context-length", plan.Options.ContextLength, "PlanOptions.ContextLength");
        plan.MemoryFraction = plan.Settings.Fraction("--mem-fraction-static", plan.Options.MemoryFractionStatic, "PlanOptions.MemoryFractionStatic");
        if (plan.ContextLength > plan.Target.ContextLength?.Value && plan.User.Find("--json-model-override-args") is null)
        {
            plan.Report.Problem(
                $"A context of {plan.ContextLength} tokens is longer than the {plan.Target.ContextLength.Value} of {plan.Target.Repository}.",
                "Give a shorter one, or the rope scaling by --json-model-override-args.");
        }
    }

    internal static void Add(PlanInProgress plan)
    {
        if (plan.ContextLength is { } context)
            plan.Add("--context-length", Text(context), "The context you asked for.", ArgumentSource.User);
        if (plan.MemoryFraction is { } fraction)
        {
            if (plan.IsSglang)
                plan.Add("--mem-fraction-static", fraction.ToString(CultureInfo.InvariantCulture), "The share of GPU memory you asked for.", ArgumentSource.User);
            else
                plan.Report.Problem("The embedded server uses no GPU memory.", "Leave the memory fraction out.");
        }

        AddDraftQuantisation(plan);
        var requests = plan.Settings.Number("--max-running-requests", plan.Options.MaxRunningRequests, "PlanOptions.MaxRunningRequests");
        plan.Add(
            "--max-running-requests",
            Text(requests ?? DefaultRunningRequests),
            requests is not null ? "The requests at once you asked for."
                : plan.Speculation is not null ? "Explicit, because SGLang silently lowers it to 48 under speculative decoding; more requests wait in a queue."
                : "The same limit as with the draft, so that both compare like for like.",
            requests is null ? ArgumentSource.Launcher : ArgumentSource.User);
    }

    private static void AddDraftQuantisation(PlanInProgress plan)
    {
        if (plan.Draft is null || !plan.IsSglang || plan.Target.NumberFormat?.Value is null or NumberFormat.Float32 or NumberFormat.Float16 or NumberFormat.BFloat16)
            return;
        if (!plan.Flags.Has(Quantisation))
            plan.Report.Note($"{plan.Flags.Server} cannot be told that the draft is not quantised ({Quantisation} came with 0.5.8).");
        else if (plan.User.Find(Quantisation) is null)
            plan.Add(Quantisation, "unquant", "The target is quantised and the draft is not; without it SGLang takes the target's quantisation for both.", ArgumentSource.Launcher);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
