namespace SpeculativeDecoding;

/// <summary>Chooses GPUs that go together.</summary>
internal static class GpuSet
{
    // SGLang refuses GPUs of one server whose free memory differs by more than a tenth.
    private const double LeastBalance = 0.9;

    // What differs by less is as good as equal: a display, or a driver's own few megabytes, decide nothing.
    private const long SameMemory = 1L << 30;

    /// <summary>That many of the candidates: equal ones before mixed ones, joined by NVLink before others, with the most free memory, the first by number. Null where there are not enough that go together.</summary>
    public static IReadOnlyList<Gpu>? Best(IReadOnlyList<Gpu> candidates, int count)
    {
        // Of the parts of divided GPUs a process sees one alone.
        candidates = count > 1 ? [.. candidates.Where(gpu => !gpu.IsPartition)] : candidates;
        var sets = candidates.GroupBy(gpu => (gpu.Name, gpu.MemoryBytes)).SelectMany(equal => SetsOf([.. equal], count)).ToList();
        if (sets.Count == 0)
        {
            sets = [.. SetsOf(candidates, count)];
        }

        return sets.OrderByDescending(Links)
            .ThenByDescending(set => set.Min(gpu => gpu.AvailableBytes / SameMemory))
            .ThenBy(set => set.Sum(gpu => gpu.Index))
            .Select(set => set.OrderBy(gpu => gpu.Index).ToList())
            .FirstOrDefault();
    }

    private static IEnumerable<IReadOnlyList<Gpu>> SetsOf(IReadOnlyList<Gpu> candidates, int count) =>
        candidates.Select(first => Grown(first, candidates, count)).OfType<IReadOnlyList<Gpu>>();

    /// <summary>A set that begins with a GPU and takes its nearest neighbours.</summary>
    private static List<Gpu>? Grown(Gpu first, IReadOnlyList<Gpu> candidates, int count)
    {
        var set = new List<Gpu> { first };
        var left = candidates.Where(gpu => gpu != first).ToList();
        while (set.Count < count)
        {
            var next = left.Where(gpu => AreBalanced(gpu, first))
                .OrderByDescending(gpu => set.Count(chosen => AreLinked(gpu, chosen)))
                .ThenByDescending(gpu => gpu.AvailableBytes / SameMemory)
                .ThenBy(gpu => gpu.Index)
                .FirstOrDefault();
            if (next is null)
            {
                return null;
            }

            set.Add(next);
            left.Remove(next);
        }

        return set.Min(gpu => gpu.AvailableBytes) >= LeastBalance * set.Max(gpu => gpu.AvailableBytes) ? set : null;
    }

    private static int Links(IReadOnlyList<Gpu> set) => set.Sum(gpu => set.Count(other => AreLinked(gpu, other)));

    private static bool AreLinked(Gpu one, Gpu other) => one.NvLinks.Contains(other.Index);

    private static bool AreBalanced(Gpu one, Gpu other) =>
        Math.Min(one.AvailableBytes, other.AvailableBytes) >= LeastBalance * Math.Max(one.AvailableBytes, other.AvailableBytes);
}
