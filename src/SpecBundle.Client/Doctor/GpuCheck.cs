namespace SpeculativeDecoding;

/// <summary>The check of the GPUs: each with its free memory, and who holds it.</summary>
internal static class GpuCheck
{
    private const string Name = "GPUs";

    public static DoctorCheck Of(DoctorFacts facts)
    {
        if (facts.Machine.Gpus is not { } gpus)
        {
            return DoctorCheck.Failed(Name, facts.Machine.GpuProblem is { } problem ? $"not known: {problem}" : "none found", "See that nvidia-smi (or rocm-smi) lists them; in a container pass --gpus all. Without a GPU, Catalog.Tiny runs on the CPU.");
        }

        if (gpus.Count == 0)
        {
            return DoctorCheck.Failed(Name, $"{facts.Machine.GpuFrame} leaves none", "Name GPUs of this machine in it, or remove it.");
        }

        var detail = string.Join("; ", gpus.Select(Describe));
        detail += (facts.Machine.GpuFrame is { } frame ? $"; within {frame}" : "") + (facts.Driver is { } driver ? $"; driver {driver}" : "");
        var strangers = gpus.Where(IsUsedByOthers).ToList();
        return strangers.Count > 0
            ? DoctorCheck.Warning(Name, detail, $"Something that is no server of ours uses much of the memory of {GpuChoice.Names(strangers)}: end it, or a launch takes others (PlanOptions.Gpus names which).")
            : gpus.All(gpu => gpu.Holders.Count > 0)
            ? DoctorCheck.Warning(Name, detail, "Servers of ours hold all of them: stop one, or let a launch wait (LaunchOptions.WaitForGpu).")
            : DoctorCheck.Ok(Name, detail);
    }

    private static bool IsUsedByOthers(Gpu gpu) => gpu.Holders.Count == 0 && gpu.FreeMemoryBytes < gpu.MemoryBytes / 2;

    private static string Describe(Gpu gpu) =>
        FormattableString.Invariant($"{gpu.Index}: {gpu.Name}{(gpu.IsPartition ? $" ({gpu.Uuid})" : "")}, {gpu.MemoryText}") +
        (gpu.FreeMemoryBytes is { } free ? $", {ByteSize.Format(free)} free" : "") +
        (gpu.Holders.Count > 0 ? $", held by {string.Join(" and ", gpu.Holders)}" : "");
}
