using System.Runtime.InteropServices;

namespace SpeculativeDecoding;

/// <summary>What the checks judge, as read from the machine. What could not be learnt is null.</summary>
internal sealed record DoctorFacts
{
    public required Machine Machine { get; init; }

    public string OperatingSystem { get; init; } = $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.OSArchitecture})";

    public bool IsLinux { get; init; } = System.OperatingSystem.IsLinux();

    /// <summary>The version of the NVIDIA driver.</summary>
    public string? Driver { get; init; }

    /// <summary>The kernel wheel and its version, for example <c>sglang-kernel 0.4.2</c>.</summary>
    public string? KernelPackage { get; init; }

    /// <summary>The version of Python.</summary>
    public string? PythonVersion { get; init; }

    public bool HasHubToken { get; init; }

    public required HubCache HubCache { get; init; }

    /// <summary>The size of <c>/dev/shm</c>, in bytes; null where there is none.</summary>
    public long? SharedMemoryBytes { get; init; }

    /// <summary>Reads the rest for a machine that discovery described.</summary>
    public static async Task<DoctorFacts> ReadAsync(Machine machine, CancellationToken cancellationToken)
    {
        var cache = HubCache.Find(Environment.GetEnvironmentVariable);
        var packages = machine.Python is { } python ? await PythonFacts.ReadAsync(python, cancellationToken).ConfigureAwait(false) : null;
        return new DoctorFacts
        {
            Machine = machine,
            HubCache = cache,
            HasHubToken = cache.HasToken(Environment.GetEnvironmentVariable),
            Driver = machine.Gpus is [_, ..]
                ? FirstLine(await ProgramOutput.ReadAsync("nvidia-smi", ["--query-gpu=driver_version", "--format=csv,noheader"], cancellationToken).ConfigureAwait(false))
                : null,
            PythonVersion = packages?.Version,
            KernelPackage = packages?.KernelPackage,
            SharedMemoryBytes = System.OperatingSystem.IsLinux() ? Disk.Of("/dev/shm")?.TotalSize : null,
        };
    }

    private static string? FirstLine(string? text) => text?.Split('\n') is [{ Length: > 0 } line, ..] ? line.Trim() : null;
}
