using System.Runtime.InteropServices;

namespace SpeculativeDecoding;

/// <summary>What the checks judge, as read from the machine. What could not be learnt is null.</summary>
internal sealed record DoctorFacts
{
    public required LaunchMachine Machine { get; init; }

    public string OperatingSystem { get; init; } = $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.OSArchitecture})";

    public bool IsLinux { get; init; } = System.OperatingSystem.IsLinux();

    /// <summary>The version of the NVIDIA driver.</summary>
    public string? Driver { get; init; }

    /// <summary>The release of the kernel wheel, for example <c>0.4.2</c>.</summary>
    public string? KernelPackage { get; init; }

    /// <summary>The version of Python.</summary>
    public string? PythonVersion { get; init; }

    public bool HasHubToken { get; init; }

    public required HubCache HubCache { get; init; }

    /// <summary>What a pull of the pair would download; null where the Hub was not asked, or refused.</summary>
    public PullPlan? Pull { get; init; }

    /// <summary>Why the pair could not be pulled; null where it could, or nobody asked.</summary>
    public SpecBundleException? PullProblem { get; init; }

    /// <summary>The size of <c>/dev/shm</c>, in bytes; null where there is none.</summary>
    public long? SharedMemoryBytes { get; init; }

    /// <summary>Where SGLang was looked for in vain.</summary>
    public IReadOnlyList<string> SearchedForSglang { get; init; } = [];

    /// <summary>Reads this machine.</summary>
    /// <param name="options">Where Python and the embedded server may be.</param>
    /// <param name="needsSglang">Whether to look for SGLang and GPUs.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public static async Task<DoctorFacts> ReadAsync(LaunchOptions options, bool needsSglang, CancellationToken cancellationToken)
    {
        using var hub = new HubClient();
        var (embedded, _) = EmbeddedInstallation.Search(options.EmbeddedFolder);
        var facts = new DoctorFacts
        {
            Machine = new LaunchMachine { Dotnet = embedded?.Dotnet, EmbeddedFolder = embedded?.Folder },
            HubCache = HubCache.Of(hub),
            HasHubToken = hub.HasToken,
            SharedMemoryBytes = System.OperatingSystem.IsLinux() ? Disk.Of("/dev/shm")?.TotalSize : null,
        };
        return needsSglang ? await facts.WithSglangAsync(options, cancellationToken).ConfigureAwait(false) : facts;
    }

    /// <summary>Asks the Hub about a pair that the cache does not hold.</summary>
    public async Task<DoctorFacts> WithHubAsync(ModelPair pair, CancellationToken cancellationToken)
    {
        using var hub = new HubClient();
        if (hub.FindCachedPair(pair).IsComplete)
        {
            return this;
        }

        try
        {
            return this with { Pull = await hub.PlanPullAsync(pair, cancellationToken: cancellationToken).ConfigureAwait(false) };
        }
        catch (SpecBundleException exception)
        {
            return this with { PullProblem = exception };
        }
    }

    private async Task<DoctorFacts> WithSglangAsync(LaunchOptions options, CancellationToken cancellationToken)
    {
        var option = options.Python;
        var inventory = await GpuInventory.ReadAsync(cancellationToken).ConfigureAwait(false);
        var frame = await inventory.FrameAsync(options, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        var (sglang, searched) = await SglangInstallation.SearchAsync(option, cancellationToken).ConfigureAwait(false);
        var python = sglang?.Python ?? PythonCandidate.All(option).FirstOrDefault()?.Path;
        var version = python is null ? null : await ProbeProcess.RunAsync(python, ["-c", "import platform; print(platform.python_version())"], cancellationToken).ConfigureAwait(false);
        return this with
        {
            Machine = Machine with
            {
                Gpus = inventory.Gpus.Count > 0 ? frame.Gpus : null,
                GpuFrame = frame.Description,
                GpuProblem = inventory.Problem,
                Python = version is { ExitCode: 0 } ? python : null,
                SglangVersion = sglang?.Version,
            },
            Driver = inventory.DriverVersion,
            PythonVersion = version is { ExitCode: 0 } ? version.Output.Trim() : null,
            KernelPackage = sglang?.KernelVersion,
            SearchedForSglang = searched,
        };
    }
}
