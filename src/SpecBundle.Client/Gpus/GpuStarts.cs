namespace SpeculativeDecoding;

/// <summary>Starts a server on GPUs that it holds from then on. Another launch may be faster: then it is planned anew, on others.</summary>
/// <param name="pair">The pair.</param>
/// <param name="options">The options of the launch.</param>
/// <param name="report">Hears what is waited for.</param>
internal sealed class GpuStarts(ModelPair pair, LaunchOptions options, Action<string> report)
{
    // Launches take turns, so that one which loses this often meets somebody who takes none.
    private const int MostLost = 50;
    private readonly GpuPlanning _planning = new(pair, options);

    /// <summary>Plans and starts.</summary>
    /// <param name="machine">The machine as it was when it was last looked at.</param>
    /// <param name="begin">Starts the process of a plan.</param>
    /// <param name="cancellationToken">Stops waiting; nothing is left then.</param>
    /// <exception cref="GpuUnavailableException">The GPUs are taken, and the wait is over.</exception>
    public async Task<(LaunchPlan Plan, StartedServer Start)> BeginAsync(LaunchMachine machine, Func<LaunchPlan, StartedServer> begin, CancellationToken cancellationToken)
    {
        if (machine.Gpus is not { Count: > 0 })
        {
            var only = LaunchPlan.Create(pair, options, machine);
            return (only, begin(only));
        }

        var turn = new GpuTurn(GpuLeaseFolder.Open(), options.TimeProvider, report);
        var wait = new GpuWait(options.WaitForGpu, options.TimeProvider, report);
        for (var lost = 0; ;)
        {
            try
            {
                return await TryAsync(machine, turn, begin, cancellationToken).ConfigureAwait(false);
            }
            catch (GpuLeaseTakenException) when (lost < MostLost)
            {
                lost++;
            }
            catch (GpuUnavailableException refusal)
            {
                await wait.OnceMoreAsync(refusal, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<(LaunchPlan Plan, StartedServer Start)> TryAsync(LaunchMachine machine, GpuTurn turn, Func<LaunchPlan, StartedServer> begin, CancellationToken cancellationToken)
    {
        using var taken = await turn.TakeAsync(cancellationToken).ConfigureAwait(false);
        var now = await MachineDiscovery.WithGpusAsync(machine, options, cancellationToken).ConfigureAwait(false);

        // They were known a moment ago. Without another look a server would land on one that is held.
        machine = now.Gpus is { Count: > 0 } || now.GpuFrame is not null ? now : throw Unseen(machine.Gpus!, now.GpuProblem);
        var (plan, _) = await _planning.PlanAsync(machine, cancellationToken).ConfigureAwait(false);
        var start = begin(plan);
        try
        {
            await start.Watch.Process.Leased.WaitAsync(cancellationToken).ConfigureAwait(false);
            return (plan, start);
        }
        catch
        {
            await start.EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    private GpuUnavailableException Unseen(IReadOnlyList<Gpu> before, string? problem) => new(
        pair.Id,
        new PlanProblem { Message = $"The GPUs can't be seen at this moment: {problem ?? "the driver's tool lists none any more"}.", Remedy = "See that nvidia-smi (or rocm-smi) lists them, and start again." },
        before);
}
