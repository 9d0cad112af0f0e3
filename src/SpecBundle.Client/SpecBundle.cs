namespace SpeculativeDecoding;

/// <summary>Where it begins: launch a pair, attach to a server, plan a launch, or ask what this machine lacks.</summary>
public static partial class SpecBundle
{
    /// <summary>Starts a pair and waits until it has answered. Disposing the server ends it; so does the end of this app, however it ends.</summary>
    /// <param name="pair">The pair, of the <see cref="Catalog"/> or your own.</param>
    /// <param name="options">Engine, address, key, sizes, limits; null for the defaults: SGLang for released pairs, a free port of the loopback address, a new random key, the tensor parallelism that fits.</param>
    /// <param name="progress">Told of each step of the start.</param>
    /// <param name="cancellationToken">Gives the start up; what was started is ended before this throws.</param>
    /// <returns>The server, ready.</returns>
    /// <exception cref="InvalidValueException">An option has a value that can't be meant; nothing was started.</exception>
    /// <exception cref="EngineNotFoundException">SGLang, or the embedded server, is not on this machine.</exception>
    /// <exception cref="GpuUnavailableException">The GPUs that would do are taken, by whom it says. See <see cref="LaunchOptions.WaitForGpu"/>.</exception>
    /// <exception cref="LaunchPlanException">The options contradict each other or the machine; every problem is listed.</exception>
    /// <exception cref="HubException">A model of the pair can't be read or pulled; its reason says why. See <see cref="LaunchOptions.PullModels"/>.</exception>
    /// <exception cref="PairMismatchException">The draft was not made for the target.</exception>
    /// <exception cref="CheckpointException">The weights of a model from the Hub can't be served; of a model in a folder that is a problem of the plan.</exception>
    /// <exception cref="PortTakenException">The port that was asked for is taken, or another process was faster than the server to take it.</exception>
    /// <exception cref="ServerStartException">The server did not come up; it has the cause, the command and the log.</exception>
    public static Task<SpecServer> LaunchAsync(
        ModelPair pair, LaunchOptions? options = null, IProgress<LaunchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return LaunchCheckedAsync();

        // Whatever is wrong comes from the task, so that nobody has to look in two places.
        async Task<SpecServer> LaunchCheckedAsync() => await new Launcher(pair, options, progress).LaunchAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Attaches to a server that runs already: the same client, with its speculative settings and limits read from it. Disposing lets it go.</summary>
    /// <param name="address">Where it listens, for example <c>http://127.0.0.1:30000</c>.</param>
    /// <param name="options">Its key (<c>Client.ApiKey</c>), limits and connections; null for the defaults, which send no key.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The server.</returns>
    /// <exception cref="InvalidValueException">The address or an option can't be meant.</exception>
    /// <exception cref="GenerateException">It does not answer, or refuses the key.</exception>
    public static async Task<SpecServer> AttachAsync(Uri address, AttachOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new AttachOptions();
        options.Check();
        var client = new SpecClient(address, options.Client, new ServerFate(), knowsDeath: false);
        try
        {
            await client.GetServerInfoAsync(cancellationToken).ConfigureAwait(false);
            return new SpecServer(client, options);
        }
        catch
        {
            client.Connection.Dispose();
            throw;
        }
    }

    /// <summary>What <see cref="LaunchAsync"/> would start on this machine. Nothing is started or asked; what is missing is left open, and commits are pinned where the cache holds the models whole. <see cref="PlanPullAsync"/> asks the Hub.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="options">What the launch would be given; null for the defaults.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="InvalidValueException">An option has a value that can't be meant.</exception>
    /// <exception cref="GpuUnavailableException">The GPUs that would do are taken at this moment.</exception>
    /// <exception cref="LaunchPlanException">No plan can be made; every problem is listed.</exception>
    public static async Task<LaunchPlan> PlanAsync(ModelPair pair, PlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pair);
        var launch = new LaunchOptions(options ?? new PlanOptions());
        PlanOptionsCheck.Require(launch);
        var machine = await MachineDiscovery.ForPlanAsync(launch.Engine ?? pair.DefaultEngine, launch, cancellationToken).ConfigureAwait(false);
        return (await new GpuPlanning(pair, launch).PlanAsync(ModelPull.WithCached(machine, pair, launch), cancellationToken).ConfigureAwait(false)).Plan;
    }
}
