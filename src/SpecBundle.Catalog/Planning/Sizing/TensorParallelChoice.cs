using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A tensor parallel size with its reason, its GPUs and its sum.</summary>
internal sealed record TensorParallelChoice(int Size, string Reason, ArgumentSource Source)
{
    public MemorySizing? Sizing { get; private init; }

    /// <summary>The GPUs; null where nobody looked for any, or there are not enough.</summary>
    public GpuChoice? Gpus { get; private init; }

    /// <summary>The size the user asked for, with what speaks against it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="estimate">The sum.</param>
    /// <param name="pool">The GPUs to choose among; null where nobody looked.</param>
    /// <param name="size">The size.</param>
    /// <param name="count">The GPUs of this machine that the server takes: more or fewer than the size where there is other parallelism, which no sum is made for; null for as many as the size.</param>
    public static TensorParallelChoice Check(PlanInProgress plan, SizeEstimate estimate, GpuPool? pool, int size, int? count)
    {
        if (HeadRule.Objection(plan.Target, size) is { } objection)
        {
            plan.Report.Problem(objection, $"Sizes that work: {string.Join(", ", HeadRule.Sizes(plan.Target))}.");
        }

        if (pool is { All.Count: > 0 } && size > pool.All.Count && count is null)
        {
            plan.Report.Problem(
                $"A tensor parallel size of {size} needs {size} GPUs, and {(pool.IsNamed ? "you named" : "this machine has")} {pool.All.Count}{(pool.Frame is null ? "" : $" within {pool.Frame}")}.",
                "Give a smaller one, or add --nnodes for several machines.");
        }

        return new TensorParallelChoice(size, "The tensor parallel size you asked for.", ArgumentSource.User).On(plan, estimate, pool, count);
    }

    /// <summary>The smallest size that fits and divides the heads; where the user names GPUs, all of them.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="estimate">The sum.</param>
    /// <param name="pool">The GPUs to choose among; null where nobody looked.</param>
    /// <param name="otherParallelism">The GPUs of this machine for each rank of tensor parallelism, where there is other parallelism; null where there is none.</param>
    public static TensorParallelChoice Find(PlanInProgress plan, SizeEstimate estimate, GpuPool? pool, Func<int, int>? otherParallelism)
    {
        if (pool is { Visible.Count: 0 })
        {
            plan.Report.Problem(
                pool.Frame is null ? "This machine has no GPU that SGLang could use." : $"{pool.Frame} leaves no GPU that SGLang could use.",
                pool.Frame is null
                    ? "Start it on a machine with a GPU, or give a tensor parallel size (PlanOptions.TensorParallelSize) if you know better; the pair 'tiny' runs on the CPU."
                    : "Name GPUs of this machine in it, or remove it; the pair 'tiny' runs on the CPU.");
            return new(1, "", ArgumentSource.Launcher);
        }

        if (pool is null || otherParallelism is not null || estimate.Target.WeightBytes is null)
        {
            var documented = Documented(plan, pool is null ? "the GPUs are not known here" : otherParallelism is null ? "the size of the weights is not known" : "other kinds of parallelism were given");
            return documented.On(plan, estimate, pool, otherParallelism?.Invoke(documented.Size));
        }

        if (pool.IsNamed)
        {
            return Named(plan, estimate, pool);
        }

        foreach (var size in HeadRule.Sizes(plan.Target).Where(size => size <= pool.All.Count))
        {
            if (pool.Best(size, gpu => estimate.For(size, gpu) is not { Fits: false }) is { } gpus)
            {
                var sizing = estimate.For(size, Fullest(gpus));
                var why = sizing is null ? "The smallest size: how much memory the GPUs have is not known." : $"The smallest size that fits and divides the heads: {sizing}.";
                return new(size, why, ArgumentSource.Launcher) { Sizing = sizing, Gpus = new(gpus, pool) };
            }
        }

        return Refuse(plan, estimate, pool);
    }

    /// <summary>It would fit if nobody else were there, or it would not fit at all.</summary>
    private static TensorParallelChoice Refuse(PlanInProgress plan, SizeEstimate estimate, GpuPool pool)
    {
        List<int> sizes = [.. HeadRule.Sizes(plan.Target).Where(size => size <= pool.All.Count)];
        var later = sizes.Find(size => pool.All.Count(gpu => (size == 1 || !gpu.IsPartition) && estimate.ForEmpty(size, gpu) is not { Fits: false }) >= size);
        if (later > 0)
        {
            plan.Report.Unavailability(pool, Need(later, estimate.ForEmpty(later, Smallest(pool.All))?.NeededBytes));
        }
        else
        {
            var largest = sizes.Count == 0 ? 1 : sizes[^1];
            plan.Report.Problem(
                $"{plan.Target.Repository} does not fit {pool.All.Count} x {pool.All[0].Name}: {estimate.ForEmpty(largest, Smallest(pool.All))}.",
                $"{FittingHardware.Describe(estimate)} Give a tensor parallel size (PlanOptions.TensorParallelSize) to try nevertheless, or a shorter context.");
        }

        return new(1, "", ArgumentSource.Launcher);
    }

    private static TensorParallelChoice Named(PlanInProgress plan, SizeEstimate estimate, GpuPool pool)
    {
        if (pool.All.Count > 0 && HeadRule.Objection(plan.Target, pool.All.Count) is { } objection)
        {
            plan.Report.Problem(
                $"You named {pool.All.Count} GPUs, and {char.ToLowerInvariant(objection[0])}{objection[1..]}",
                $"Sizes that work: {string.Join(", ", HeadRule.Sizes(plan.Target))}. Name as many GPUs, or give a tensor parallel size (PlanOptions.TensorParallelSize).");
        }

        return new TensorParallelChoice(Math.Max(pool.All.Count, 1), "The GPUs you named.", ArgumentSource.User).On(plan, estimate, pool, count: null);
    }

    private static TensorParallelChoice Documented(PlanInProgress plan, string why)
    {
        var documented = plan.Pair.DocumentedTensorParallelSize;
        var size = documented?.Value ?? 1;
        plan.Report.Note(documented is null
            ? $"The tensor parallel size is 1, because {why} and none is documented for the pair. Give one with PlanOptions.TensorParallelSize."
            : $"The tensor parallel size is {size}, from {documented.Source}, because {why}.");
        return new(size, $"The tensor parallel size of {documented?.Source}.", ArgumentSource.Pair);
    }

    /// <summary>With GPUs for a size that is settled.</summary>
    private TensorParallelChoice On(PlanInProgress plan, SizeEstimate estimate, GpuPool? pool, int? count)
    {
        var needed = count ?? Size;
        if (pool is null || needed > pool.All.Count)
        {
            return this;
        }

        bool Fits(Gpu gpu) => count is not null || estimate.For(Size, gpu) is not { Fits: false };
        bool FitsEmpty(Gpu gpu) => count is null && estimate.ForEmpty(Size, gpu) is { Fits: true };
        if (pool.Best(needed, Fits) is not { } gpus)
        {
            if (needed > 1 && pool.All.Count(gpu => !gpu.IsPartition) is var whole && whole < needed && whole < pool.All.Count)
            {
                plan.Report.Problem(
                    $"The server needs {needed} GPUs, and of the {pool.All.Count} here {pool.All.Count - whole} are parts of divided ones (MIG), of which CUDA shows a process one alone.",
                    "Give a tensor parallel size of 1, or undivided GPUs.");
                return this;
            }

            // What they lack may come back. Where the sum does not fit the empty ones either, the user may know better than it.
            if (pool.All.Count(FitsEmpty) >= needed)
            {
                plan.Report.Unavailability(pool, Need(needed, estimate.ForEmpty(Size, Smallest(pool.All))?.NeededBytes));
                return this;
            }

            if (pool.Best(needed, _ => true) is not { } others)
            {
                plan.Report.Unavailability(pool, Need(needed, bytes: null));
                return this;
            }

            gpus = others;
        }

        var sizing = count is null ? estimate.For(Size, Fullest(gpus)) : null;
        if (sizing is { Fits: false } && plan.Options.GpuShare is { } share)
        {
            plan.Report.Problem(
                FormattableString.Invariant($"A share of {share} is too small: {sizing}."),
                FormattableString.Invariant($"Ask for a share of at least {Math.Ceiling(100.0 * sizing.NeededBytes / Smallest(gpus).MemoryBytes) / 100}, more GPUs, or a shorter context."));
        }
        else if (sizing is { Fits: false } && Source == ArgumentSource.User)
        {
            plan.Report.Note($"It does not seem to fit: {sizing}. {FittingHardware.Describe(estimate)}");
        }

        return this with { Sizing = sizing, Gpus = new(gpus, pool) };
    }

    private static string Need(int count, long? bytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(count == 1 ? "a GPU" : $"{count} GPUs")}{(bytes is { } known ? $" with {ByteSize.Format(known)} free{(count == 1 ? "" : " on each")}" : " with room for it")}{(count == 1 ? "" : ", about as much on each (SGLang refuses differences of more than a tenth)")}");

    // SGLang gives all of its GPUs the same share.
    private static Gpu Fullest(IReadOnlyList<Gpu> gpus) => gpus.MinBy(gpu => gpu.AvailableBytes)!;

    private static Gpu Smallest(IReadOnlyList<Gpu> gpus) => gpus.MinBy(gpu => gpu.MemoryBytes)!;
}
