using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Context, memory and requests at once.</summary>
internal static class CapacityStep
{
    public const int DefaultRunningRequests = 48;

    public static void Take(PlanInProgress plan)
    {
        if (plan.ContextLength is { } context)
        {
            plan.Add(ServerSetting.ContextLength, Text(context), "The context you asked for.", ArgumentSource.User);
        }

        if (plan.MemoryFraction is { } fraction)
        {
            if (plan.IsSglang)
            {
                plan.Add(ServerSetting.MemoryFraction, fraction.ToString(CultureInfo.InvariantCulture), "The share of GPU memory you asked for.", ArgumentSource.User);
            }
            else
            {
                plan.Report.Problem("The embedded server uses no GPU memory.", "Leave the memory fraction out.");
            }
        }

        if (plan.IsSglang && plan.Options.GpuShare is { } share)
        {
            AddShare(plan, share);
        }

        AddDraftQuantization(plan);
        var requests = plan.Settings.Number(ServerSetting.MaxRunningRequests, plan.Options.MaxRunningRequests, "PlanOptions.MaxRunningRequests");
        plan.Add(
            ServerSetting.MaxRunningRequests,
            Text(requests ?? DefaultRunningRequests),
            requests is not null ? "The requests at once you asked for."
                : plan.Algorithm is not null ? "Explicit, because SGLang silently lowers it to 48 under speculative decoding; more requests wait in a queue."
                : "The same limit as with the draft, so that both compare like for like.",
            requests is null ? ArgumentSource.Launcher : ArgumentSource.User);
    }

    /// <summary>SGLang's own rule for the share of the memory, in a share of it. SGLang counts the fraction of what is free when it starts.</summary>
    private static void AddShare(PlanInProgress plan, double share)
    {
        if (plan.MemoryFraction is not null)
        {
            plan.Report.Problem("A share of a GPU and a fraction of its memory say two different things.", $"Give PlanOptions.GpuShare or {ServerSetting.MemoryFraction.Flag}.");
            return;
        }

        if (plan.GpuChoice?.Gpus.MinBy(gpu => gpu.AvailableBytes) is not { } gpu)
        {
            if (plan.Report.Problems.Count > 0)
            {
                return;
            }

            plan.Report.Problem("A share of a GPU can be reckoned only where the GPU is known.", $"Give {ServerSetting.MemoryFraction.Flag} in its place, or plan on the machine that has the GPU.");
            return;
        }

        var reserve = GpuReserve.Of(gpu.MemoryBytes, plan.TensorParallelSize, memoryFraction: null).Bytes;
        var fraction = Math.Floor(1000 * ((share * gpu.MemoryBytes) - reserve) / gpu.AvailableBytes) / 1000;
        if (fraction <= 0)
        {
            plan.Report.Problem(
                FormattableString.Invariant($"A share of {share} of {gpu.Label} is {ByteSize.Format((long)(share * gpu.MemoryBytes))}, and SGLang keeps {ByteSize.Format(reserve)} free for activations and CUDA graphs."),
                "Ask for a larger share.");
            return;
        }

        plan.Add(
            ServerSetting.MemoryFraction,
            Math.Min(fraction, 0.999).ToString(CultureInfo.InvariantCulture),
            FormattableString.Invariant($"A share of {share} of {ByteSize.Format(gpu.MemoryBytes)}, less SGLang's own reserve of {ByteSize.Format(reserve)}, as a fraction of the {ByteSize.Format(gpu.AvailableBytes)} that it will find free."),
            ArgumentSource.User);
    }

    private static void AddDraftQuantization(PlanInProgress plan)
    {
        // A draft that is quantised itself, or lies in the target's weights, is not to be told that it is not.
        if (plan.Draft is null || !plan.IsSglang || plan.DraftContents?.Configuration?.IsQuantized == true || plan.DraftKind?.IsInTarget == true || plan.Target.WeightFormat?.Value is null or WeightFormat.Float32 or WeightFormat.Float16 or WeightFormat.BFloat16)
        {
            return;
        }

        if (!plan.Gate.Has(ServerSetting.DraftQuantization))
        {
            plan.Report.Note($"{plan.Gate.Server} cannot be told that the draft is not quantised ({ServerSetting.DraftQuantization.Flag} came with 0.5.8).");
        }
        else if (plan.User.Find(ServerSetting.DraftQuantization) is null)
        {
            plan.Add(ServerSetting.DraftQuantization, "unquant", "The target is quantised and the draft is not; without it SGLang takes the target's quantisation for both.", ArgumentSource.Launcher);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
