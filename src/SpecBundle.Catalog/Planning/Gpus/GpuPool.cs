using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The GPUs among which a plan chooses.</summary>
/// <param name="All">Those that the environment leaves, and the user names where any are named.</param>
/// <param name="Visible">Those that the environment leaves.</param>
/// <param name="Frame">What of the environment narrows them; null where nothing does.</param>
internal sealed record GpuPool(IReadOnlyList<Gpu> All, IReadOnlyList<Gpu> Visible, string? Frame)
{
    /// <summary>The share that the server will take of each; null for the whole.</summary>
    public double? Share { get; private init; }

    /// <summary>Whether the user has named them.</summary>
    public bool IsNamed { get; private init; }

    /// <summary>Whether the user's own arguments count them out to the server, which then takes them in this order.</summary>
    public bool IsCounted { get; private init; }

    /// <summary>Those that no other server holds.</summary>
    public IReadOnlyList<Gpu> Free => [.. All.Where(HasRoom)];

    /// <summary>The pool of a plan; null where nobody looked for GPUs.</summary>
    public static GpuPool? Of(PlanInProgress plan)
    {
        if (!plan.IsSglang || plan.Machine.Gpus is not { } gpus)
        {
            return null;
        }

        var frame = GpuFrame.Of(gpus, name => plan.Options.Environment.TryGetValue(name, out var value) ? value : null);
        var description = plan.Machine.GpuFrame ?? frame.Description;
        var pool = new GpuPool(frame.Gpus, frame.Gpus, description) { Share = plan.Options.GpuShare, IsNamed = plan.Options.Gpus is not null };
        return plan.Options.Gpus is { } named ? pool with { All = pool.Named(named, plan.Report) } : pool.Counted(plan.User);
    }

    /// <summary>The best set of that many; null where there are not enough.</summary>
    public IReadOnlyList<Gpu>? Best(int count, Func<Gpu, bool> isEnough)
    {
        if (!IsCounted)
        {
            return GpuSet.Best([.. Free.Where(isEnough)], count);
        }

        var first = All.Take(count).ToList();
        return first.Count == count && first.TrueForAll(gpu => HasRoom(gpu) && isEnough(gpu)) ? first : null;
    }

    /// <summary>How each GPU is, for an error.</summary>
    public static string Describe(IEnumerable<Gpu> gpus) => string.Join("; ", gpus.Select(gpu =>
        gpu.Holders.Count > 0 ? $"{gpu.Label} is held by {string.Join(" and ", gpu.Holders)}"
        : gpu.MemoryBytes > 0 ? $"{gpu.Label} has {ByteSize.Format(gpu.FreeMemoryBytes ?? gpu.MemoryBytes)} of {ByteSize.Format(gpu.MemoryBytes)} free"
        : $"{gpu.Label} does not say how much memory it has"));

    /// <summary>Those that the environment leaves, for an error about others.</summary>
    public string DescribeVisible() =>
        (Visible.Count == 0 ? "none" : string.Join("; ", Visible)) + (Frame is null ? "" : $" (within {Frame})");

    private bool HasRoom(Gpu gpu) => gpu.Holders.Count == 0
        || (Share is { } share && gpu.Holders.All(holder => holder.Share is not null) && gpu.Holders.Sum(holder => holder.Share!.Value) + share <= 1.001);

    private List<Gpu> Named(IReadOnlyList<GpuId> named, PlanReport report)
    {
        var found = new List<Gpu>();
        foreach (var id in named)
        {
            if (id.Find(Visible) is not { } gpu)
            {
                report.Problem($"There is no GPU {id} for a server here. There is {DescribeVisible()}.", "Name those that there are: PlanOptions.Gpus.");
            }
            else if (!found.Contains(gpu))
            {
                found.Add(gpu);
            }
        }

        return found;
    }

    private GpuPool Counted(UserArguments user)
    {
        var (first, step) = (Number(user, ServerSetting.FirstGpu), Number(user, ServerSetting.GpuStep));
        return first is null && step is null
            ? this
            : this with { All = [.. All.Skip(first ?? 0).Where((_, index) => index % Math.Max(step ?? 1, 1) == 0)], IsCounted = true };
    }

    private static int? Number(UserArguments user, ServerSetting setting) =>
        int.TryParse(user.Find(setting)?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
