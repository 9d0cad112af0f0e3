namespace SpeculativeDecoding;

/// <summary>Waits until the GPUs of a server that has ended show its memory as free: the driver needs a moment after the processes are gone.</summary>
/// <param name="plan">What the server was started from; its GPUs were as free as it says.</param>
/// <param name="time">The clock.</param>
internal sealed class GpuMemoryReturn(LaunchPlan plan, TimeProvider time)
{
    // Less than this is a driver's own, which comes and goes with any process on the GPU.
    private const long Slack = 1L << 30;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    // Where others have taken memory meanwhile, it never comes back to what it was; but then it stands still.
    private static readonly TimeSpan StillFor = TimeSpan.FromSeconds(2);

    /// <summary>Ends when the memory is back, and after ten seconds at the latest.</summary>
    /// <returns>What is still missing on the GPUs together, in bytes, 0 where all of it is back; null where nobody can tell.</returns>
    public async Task<long?> WaitAsync(CancellationToken cancellationToken)
    {
        var before = plan.Gpus.Where(gpu => gpu is { Uuid: not null, FreeMemoryBytes: not null }).ToList();
        if (before.Count == 0)
        {
            return null;
        }

        var started = time.GetTimestamp();
        var (changed, last) = (started, -1L);
        while (true)
        {
            var inventory = await GpuInventory.ReadAsync(cancellationToken).ConfigureAwait(false);
            var missing = Missing(before, inventory.Gpus);
            if (missing is null or 0)
            {
                return missing;
            }

            (changed, last) = missing == last ? (changed, last) : (time.GetTimestamp(), missing.Value);
            var isStill = time.GetElapsedTime(changed) > StillFor || await IsOthersAsync(before, cancellationToken).ConfigureAwait(false);
            if (isStill || time.GetElapsedTime(started) > Longest)
            {
                return missing;
            }

            await Task.Delay(BetweenLooks, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static long? Missing(List<Gpu> before, IReadOnlyList<Gpu> now)
    {
        long missing = 0;
        foreach (var gpu in before)
        {
            if (now.FirstOrDefault(other => other.Uuid == gpu.Uuid)?.FreeMemoryBytes is not { } free)
            {
                return null;
            }

            missing += gpu.FreeMemoryBytes!.Value - free is > Slack and var taken ? taken : 0;
        }

        return missing;
    }

    /// <summary>Whether the processes on the GPUs are all others: alive, while everything of this server is gone.</summary>
    private static async Task<bool> IsOthersAsync(List<Gpu> gpus, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || await NvidiaSmi.ReadProcessesAsync(cancellationToken).ConfigureAwait(false) is not { } processes)
        {
            return false;
        }

        var here = processes.Where(process => gpus.Exists(gpu => gpu.Uuid == process.Uuid || gpu.WholeUuid == process.Uuid)).ToList();
        return here.Count > 0 && here.TrueForAll(process => Directory.Exists(FormattableString.Invariant($"/proc/{process.Process}")));
    }
}
