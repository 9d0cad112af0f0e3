namespace SpeculativeDecoding;

/// <summary>A tensor parallel size with its reason and its sum.</summary>
internal sealed record TensorParallelChoice(int Size, string Reason, ArgumentSource Source, MemorySizing? Sizing)
{
    /// <summary>The size the user asked for, with what speaks against it.</summary>
    public static TensorParallelChoice Check(PlanInProgress plan, SizeEstimate estimate, int size, bool isSizable)
    {
        var gpus = plan.Machine.Gpus ?? [];
        if (HeadRule.Objection(plan.Target, size) is { } objection)
        {
            plan.Report.Problem(objection, $"Sizes that work: {string.Join(", ", HeadRule.Sizes(plan.Target))}.");
        }

        if (gpus.Count > 0 && size > gpus.Count && isSizable)
        {
            plan.Report.Problem($"A tensor parallel size of {size} needs {size} GPUs, and this machine has {gpus.Count}.", "Give a smaller one, or add --nnodes for several machines.");
        }

        var sizing = gpus.Count == 0 || !isSizable ? null : estimate.For(size, Fullest(gpus, size));
        if (sizing is { Fits: false })
        {
            plan.Report.Note($"It does not seem to fit: {sizing}. {FittingHardware.Describe(estimate)}");
        }

        return new(size, "The tensor parallel size you asked for.", ArgumentSource.User, sizing);
    }

    /// <summary>The smallest size that fits and divides the heads.</summary>
    public static TensorParallelChoice Find(PlanInProgress plan, SizeEstimate estimate, bool isSizable)
    {
        if (plan.Machine.Gpus is { Count: 0 })
        {
            plan.Report.Problem("This machine has no GPU that SGLang could use.", "Start it on a machine with a GPU, or give a tensor parallel size (--tp) if you know better; the pair 'tiny' runs on the CPU.");
            return new(1, "", ArgumentSource.Launcher, null);
        }

        if (plan.Machine.Gpus is not { } gpus || !isSizable || estimate.Target.WeightBytes is null)
        {
            return Documented(plan, plan.Machine.Gpus is null ? "the GPUs are not known here" : isSizable ? "the size of the weights is not known" : "other kinds of parallelism were given");
        }

        var tried = HeadRule.Sizes(plan.Target).Where(size => size <= gpus.Count).Select(size => estimate.For(size, Fullest(gpus, size))!).ToList();
        if (tried.Find(sizing => sizing.Fits) is { } fitting)
        {
            return new(fitting.TensorParallelSize, $"The smallest size that fits and divides the heads: {fitting}.", ArgumentSource.Launcher, fitting);
        }

        plan.Report.Problem(
            $"{plan.Target.Repository} does not fit {gpus.Count} x {gpus[0].Name}: {tried[^1]}.",
            $"{FittingHardware.Describe(estimate)} Give a tensor parallel size (--tp) to try nevertheless, or a shorter context.");
        return new(1, "", ArgumentSource.Launcher, null);
    }

    private static TensorParallelChoice Documented(PlanInProgress plan, string why)
    {
        var documented = plan.Pair.DocumentedTensorParallelSize;
        var size = documented?.Value ?? 1;
        plan.Report.Note(documented is null
            ? $"The tensor parallel size is 1, because {why} and none is documented for the pair. Give one with --tp or PlanOptions.TensorParallelSize."
            : $"The tensor parallel size is {size}, from {documented.Source}, because {why}.");
        return new(size, $"The tensor parallel size of {documented?.Source}.", ArgumentSource.Pair, null);
    }

    // SGLang takes the first GPUs, and gives all of them the same share.
    private static Gpu Fullest(IReadOnlyList<Gpu> gpus, int size) => gpus.Take(size).MinBy(gpu => gpu.FreeMemoryBytes ?? gpu.MemoryBytes)!;
}
