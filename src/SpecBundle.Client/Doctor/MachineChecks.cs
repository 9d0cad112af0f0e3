namespace SpeculativeDecoding;

/// <summary>Checks of the machine, whatever the pair.</summary>
internal static class MachineChecks
{
    private const long LittleSharedMemory = 1_000_000_000;
    private const long LittleDisk = 20_000_000_000;

    /// <param name="facts">What the machine has.</param>
    /// <param name="needsSglang">False where a pair is served by the embedded server: SGLang and GPUs are not looked at.</param>
    /// <param name="needsEmbedded">True where a pair is served by the embedded server.</param>
    public static IEnumerable<DoctorCheck> Of(DoctorFacts facts, bool needsSglang, bool needsEmbedded)
    {
        yield return OperatingSystem(facts, needsSglang);
        yield return needsSglang ? GpuCheck.Of(facts) : DoctorCheck.Skipped("GPUs");
        yield return needsSglang ? Python(facts) : DoctorCheck.Skipped("Python");
        yield return needsSglang ? Sglang(facts) : DoctorCheck.Skipped("SGLang");
        yield return needsSglang ? Kernel(facts) : DoctorCheck.Skipped("Kernel package");
        yield return needsSglang ? Token(facts) : DoctorCheck.Skipped("Hub token");
        yield return needsSglang ? Cache(facts) : DoctorCheck.Skipped("Model cache");
        yield return needsSglang ? SharedMemory(facts) : DoctorCheck.Skipped("Shared memory");
        yield return Embedded(facts, needsEmbedded);
    }

    private static DoctorCheck OperatingSystem(DoctorFacts facts, bool needsSglang) => facts.IsLinux || !needsSglang
        ? DoctorCheck.Ok("Operating system", facts.OperatingSystem)
        : DoctorCheck.Warning("Operating system", facts.OperatingSystem, "SGLang runs on Linux; on Windows use WSL 2. The embedded server runs here.");

    private static DoctorCheck Python(DoctorFacts facts) => facts.Machine.Python is not { } python
        ? DoctorCheck.Failed("Python", "not found", "Install Python 3.10 or later, or name it: LaunchOptions.Python or SPECBUNDLE_PYTHON.")
        : DoctorCheck.Ok("Python", facts.PythonVersion is { } version ? $"{version} at {python}" : python);

    private static DoctorCheck Sglang(DoctorFacts facts) => facts.Machine.SglangVersion is { } version
        ? DoctorCheck.Ok("SGLang", version)
        : DoctorCheck.Failed(
            "SGLang",
            facts.SearchedForSglang.Count == 0 ? "not found: no Python" : $"not found in {string.Join("; ", facts.SearchedForSglang)}",
            "Install it (pip install \"sglang[all]\"), or name the Python that has it: LaunchOptions.Python or SPECBUNDLE_PYTHON.");

    private static DoctorCheck Kernel(DoctorFacts facts) =>
        facts.KernelPackage is { } package ? DoctorCheck.Ok("Kernel package", package)
        : facts.Machine.SglangVersion is null ? DoctorCheck.Warning("Kernel package", "not found: no SGLang", "It comes with SGLang.")
        : DoctorCheck.Failed("Kernel package", "neither sglang-kernel nor sgl-kernel is installed", "Reinstall SGLang with its kernels: pip install --force-reinstall sglang sglang-kernel.");

    private static DoctorCheck Token(DoctorFacts facts) => facts.HasHubToken
        ? DoctorCheck.Ok("Hub token", "present")
        : DoctorCheck.Warning("Hub token", "none", "Gated models need one: set HF_TOKEN, or run hf auth login.");

    private static DoctorCheck Cache(DoctorFacts facts)
    {
        var free = facts.HubCache.FreeBytes;
        var detail = free is { } bytes ? $"{facts.HubCache.Folder}, {ByteSize.Format(bytes)} free" : $"{facts.HubCache.Folder}, free space unknown";
        return free < LittleDisk
            ? DoctorCheck.Warning("Model cache", detail, "Free some of the disk, or set HF_HOME to a folder on a larger one.")
            : DoctorCheck.Ok("Model cache", detail);
    }

    private static DoctorCheck SharedMemory(DoctorFacts facts) => facts.SharedMemoryBytes switch
    {
        null => new DoctorCheck { Name = "Shared memory", Outcome = DoctorOutcome.Skipped, Detail = "no /dev/shm here" },
        < LittleSharedMemory and { } little => DoctorCheck.Warning("Shared memory", $"/dev/shm has {ByteSize.Format(little)}", "Several GPUs need more: docker run --shm-size 32g, or --ipc host."),
        { } enough => DoctorCheck.Ok("Shared memory", $"/dev/shm has {ByteSize.Format(enough)}"),
    };

    private static DoctorCheck Embedded(DoctorFacts facts, bool needed)
    {
        var missing = facts.Machine.EmbeddedFolder is null || facts.Machine.Dotnet is null ? "the server, or the dotnet host to run it, was not found" : null;
        return missing is null ? DoctorCheck.Ok("Embedded server", $"{facts.Machine.EmbeddedFolder}, run by {facts.Machine.Dotnet}")
            : needed ? DoctorCheck.Failed("Embedded server", missing, "Add the package SpecBundle.Embedded, or set SPECBUNDLE_EMBEDDED; it needs the .NET 10 runtime.")
            : DoctorCheck.Warning("Embedded server", missing, "Only Catalog.Tiny needs it: add the package SpecBundle.Embedded, or set SPECBUNDLE_EMBEDDED.");
    }
}
