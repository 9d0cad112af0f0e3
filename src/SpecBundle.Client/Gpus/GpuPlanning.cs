namespace SpeculativeDecoding;

/// <summary>Plans on the GPUs as they are at this moment.</summary>
internal sealed class GpuPlanning(ModelPair pair, LaunchOptions options)
{
    // Memory that a server gives back was seen to come within 0.3 s of its end; a driver that is busy takes longer, and shows that it is at it.
    private static readonly TimeSpan StillFor = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan GivenBackWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private readonly CheckpointReader _checkpoints = new();

    /// <summary>A plan, with another look where memory may be on its way back from a server of ours.</summary>
    /// <returns>The plan, and the machine that it was made for.</returns>
    /// <exception cref="LaunchPlanException">No plan can be made.</exception>
    public async Task<(LaunchPlan Plan, LaunchMachine Machine)> PlanAsync(LaunchMachine machine, CancellationToken cancellationToken)
    {
        var started = options.TimeProvider.GetTimestamp();
        for (var changed = started; ;)
        {
            var (plan, refusal) = await TryAsync(machine, cancellationToken).ConfigureAwait(false);
            if ((plan is not null && plan.Sizing is not { Fits: false })
                || options.TimeProvider.GetElapsedTime(started) > GivenBackWithin
                || options.TimeProvider.GetElapsedTime(changed) > StillFor
                || !await MayChangeAsync(refusal?.Gpus ?? plan?.Gpus ?? [], cancellationToken).ConfigureAwait(false))
            {
                return (plan ?? throw refusal!, machine);
            }

            await Task.Delay(BetweenLooks, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            var before = FreeBytes(machine);
            var now = await MachineDiscovery.WithGpusAsync(machine, options, cancellationToken).ConfigureAwait(false);
            machine = now.Gpus is null ? machine : now;
            changed = FreeBytes(machine) == before ? changed : options.TimeProvider.GetTimestamp();
        }
    }

    private static long FreeBytes(LaunchMachine machine) => machine.Gpus?.Sum(gpu => gpu.FreeMemoryBytes ?? 0) ?? 0;

    private async Task<(LaunchPlan? Plan, GpuUnavailableException? Refusal)> TryAsync(LaunchMachine machine, CancellationToken cancellationToken)
    {
        try
        {
            var plan = Planner.Plan(pair, options, machine, _checkpoints);

            // Which neighbours to take is a question only where several are taken, and others could be.
            if (plan.Gpus.Count > 1 && plan.GpuChoice!.Pool.All.Count > plan.Gpus.Count && plan.Gpus[0].Vendor == GpuVendor.Nvidia)
            {
                machine = machine with { Gpus = await NvidiaSmi.WithLinksAsync(machine.Gpus!, cancellationToken).ConfigureAwait(false) };
                plan = Planner.Plan(pair, options, machine, _checkpoints);
            }

            return (plan, null);
        }
        catch (GpuUnavailableException exception)
        {
            return (null, exception);
        }
    }

    /// <summary>Whether a GPU that nobody holds any longer has memory in use.</summary>
    private async Task<bool> MayChangeAsync(IReadOnlyList<Gpu> gpus, CancellationToken cancellationToken)
    {
        var used = gpus.Where(gpu => gpu.Holders.Count == 0 && gpu.FreeMemoryBytes < gpu.MemoryBytes).ToList();
        return used.Count > 0 && await GpuLeases.HaveEndedAsync(used, options.TimeProvider, cancellationToken).ConfigureAwait(false);
    }
}
