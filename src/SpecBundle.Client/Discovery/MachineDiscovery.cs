namespace SpeculativeDecoding;

/// <summary>Learns of this machine what a plan needs.</summary>
internal static class MachineDiscovery
{
    /// <summary>For a launch: what serves the pair must be there.</summary>
    /// <exception cref="EngineNotFoundException">It is not.</exception>
    public static async Task<LaunchMachine> ForLaunchAsync(LaunchEngine engine, LaunchOptions options, CancellationToken cancellationToken)
    {
        if (engine == LaunchEngine.Embedded)
        {
            var embedded = EmbeddedInstallation.Find(options.EmbeddedFolder);
            return WithProxy(new LaunchMachine { Dotnet = embedded.Dotnet, EmbeddedFolder = embedded.Folder });
        }

        var sglang = await SglangInstallation.FindAsync(options.Python, cancellationToken).ConfigureAwait(false);
        return await WithGpusAsync(WithProxy(new LaunchMachine { Python = sglang.Python, SglangVersion = sglang.Version }), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same machine with its GPUs as they are now.</summary>
    public static async Task<LaunchMachine> WithGpusAsync(LaunchMachine machine, LaunchOptions options, CancellationToken cancellationToken)
    {
        var inventory = await GpuInventory.ReadAsync(cancellationToken).ConfigureAwait(false);
        var frame = await inventory.FrameAsync(options, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        return machine with { Gpus = inventory.Tool is null ? null : frame.Gpus, GpuFrame = frame.Description, GpuProblem = inventory.Problem };
    }

    /// <summary>For a plan that nothing is started from: what is missing is left open.</summary>
    public static async Task<LaunchMachine> ForPlanAsync(LaunchEngine engine, LaunchOptions options, CancellationToken cancellationToken)
    {
        if (engine == LaunchEngine.Embedded)
        {
            var (embedded, _) = EmbeddedInstallation.Search(options.EmbeddedFolder);
            return WithProxy(new LaunchMachine { Dotnet = embedded?.Dotnet, EmbeddedFolder = embedded?.Folder });
        }

        var (sglang, searched) = await SglangInstallation.SearchAsync(options.Python, cancellationToken).ConfigureAwait(false);
        var problem = sglang is null && PythonCandidate.All(options.Python).Any(candidate => candidate.IsExplicit) && searched.Count > 0 ? searched[0] : null;
        var machine = await WithGpusAsync(WithProxy(new LaunchMachine { Python = sglang?.Python, SglangVersion = sglang?.Version, PythonProblem = problem }), options, cancellationToken).ConfigureAwait(false);

        // A plan may be for another machine: where this one has no GPU at all, they are left open too.
        return machine with { Gpus = machine is { Gpus.Count: 0, GpuFrame: null } ? null : machine.Gpus };
    }

    private static LaunchMachine WithProxy(LaunchMachine machine) => machine with
    {
        UsesProxy = ((string[])["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]).Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }),
        NoProxy = Environment.GetEnvironmentVariable("NO_PROXY") ?? Environment.GetEnvironmentVariable("no_proxy"),
    };
}
