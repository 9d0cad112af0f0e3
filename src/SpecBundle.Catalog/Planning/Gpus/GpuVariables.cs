using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The variables by which a server is told its GPUs.</summary>
internal static class GpuVariables
{
    public static void Set(PlanInProgress plan)
    {
        if (plan is { IsSglang: true, Machine: { Gpus: null, GpuProblem: { } problem } })
        {
            plan.Report.Note($"Which GPUs are free is not known: {problem}. None is chosen and none is held, so that another server may be on the same.");
        }

        if (plan.GpuChoice is { } choice)
        {
            Set(plan, choice);
        }
        else if (plan.IsSglang && plan.Options.Gpus is { } named)
        {
            // Nobody looked for GPUs: what the user names is handed on.
            SetCuda(plan, named.Select(id => id.ToString()), named.Any(id => id.Index is not null), "The GPUs you named.", ArgumentSource.User);
        }
    }

    private static void Set(PlanInProgress plan, GpuChoice choice)
    {
        var seen = choice.Seen;
        if (seen.All(gpu => gpu.Vendor == GpuVendor.Amd))
        {
            plan.Set(GpuFrame.Hip, string.Join(',', seen.Select(gpu => Number(gpu.RuntimeIndex ?? gpu.Index))), choice.Reason, choice.Source);
        }
        else if (seen.Any(gpu => gpu.Uuid is null))
        {
            // GPUs that were described by hand: the first are what the server takes anyway.
            if (choice.Pool.IsNamed || seen.Where((gpu, index) => gpu.Index != index).Any())
            {
                SetCuda(plan, seen.Select(gpu => Number(gpu.Index)), byNumber: true, choice.Reason, choice.Source);
            }
        }
        else if (NeedsNumbers(plan, seen))
        {
            SetCuda(plan, seen.Select(gpu => Number(gpu.Index)), byNumber: true, $"{choice.Reason[..^1]}; by number, since SGLang leaves out its custom all-reduce where it finds identifiers.", choice.Source);
        }
        else
        {
            SetCuda(plan, seen.Select(gpu => gpu.Uuid!), byNumber: false, choice.Reason, choice.Source);
        }
    }

    /// <summary>SGLang's custom all-reduce reads the variable as numbers, and falls back to a slower way, with a warning in its log, where it is not.</summary>
    private static bool NeedsNumbers(PlanInProgress plan, IReadOnlyList<Gpu> gpus) =>
        gpus.Count > 1 && !gpus.Any(gpu => gpu.IsPartition) && plan.User.Find(ServerSetting.WithoutCustomAllReduce) is null;

    private static void SetCuda(PlanInProgress plan, IEnumerable<string> names, bool byNumber, string reason, ArgumentSource source)
    {
        if (byNumber)
        {
            plan.Set(GpuFrame.CudaOrder, "PCI_BUS_ID", "CUDA counts the GPUs as nvidia-smi does.", ArgumentSource.Launcher);
        }

        plan.Set(GpuFrame.Cuda, string.Join(',', names), reason, source);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
