namespace SpeculativeDecoding;

/// <summary>The leases of the GPUs of this machine.</summary>
internal static class GpuLeases
{
    /// <summary>The GPUs, each with who holds it.</summary>
    public static async Task<IReadOnlyList<Gpu>> WithHoldersAsync(IReadOnlyList<Gpu> gpus, TimeProvider time, CancellationToken cancellationToken)
    {
        var states = await StatesAsync(gpus, time, cancellationToken).ConfigureAwait(false);
        return states.Length == 0 ? gpus : [.. gpus.Select((gpu, index) => gpu with { Holders = states[index].Holders })];
    }

    /// <summary>Whether a server has held one of the GPUs, and no longer does: its memory may be on its way back.</summary>
    public static async Task<bool> HaveEndedAsync(IReadOnlyList<Gpu> gpus, TimeProvider time, CancellationToken cancellationToken) =>
        (await StatesAsync(gpus, time, cancellationToken).ConfigureAwait(false)).Any(state => state.WasHeld);

    /// <summary>What a server of this plan is to hold; nothing where no GPU is known, or no lease can be kept.</summary>
    public static IReadOnlyList<GpuLeaseRequest> RequestsOf(LaunchPlan plan, double? share, TimeProvider time)
    {
        if (plan.Gpus.Count == 0 || GpuLeaseFolder.Open() is not { } folder)
        {
            return [];
        }

        var holder = new LeaseHolder { Pair = plan.Pair.Id, Since = time.GetUtcNow(), Share = share }.ToJson();
        return [.. plan.Gpus.Select(gpu => new GpuLeaseRequest(folder.FileOf(gpu), share is not null, holder)).OrderBy(request => request.Path, StringComparer.Ordinal)];
    }

    /// <summary>The lease of each GPU; none where no lease can be kept.</summary>
    private static async Task<GpuLeaseState[]> StatesAsync(IReadOnlyList<Gpu> gpus, TimeProvider time, CancellationToken cancellationToken) =>
        gpus.Count == 0 || GpuLeaseFolder.Open() is not { } folder ? []
            : await Task.WhenAll(gpus.Select(gpu => GpuLeaseState.OfAsync(folder.FileOf(gpu), time, cancellationToken))).ConfigureAwait(false);
}
