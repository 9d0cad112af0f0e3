namespace SpeculativeDecoding;

/// <summary>A check of the machine.</summary>
public sealed record DoctorCheck
{
    /// <summary>What was looked at, for example <c>GPUs</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>How it went.</summary>
    public DoctorOutcome Outcome { get; init; }

    /// <summary>What was found. Secrets are never in it.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What to do; null where nothing is needed.</summary>
    public string? Remedy { get; init; }

    /// <summary>The check in a line.</summary>
    /// <returns>For example <c>Failed GPUs: none was found. Install a driver.</c>.</returns>
    public override string ToString() => $"{Outcome} {Name}: {Detail.TrimEnd('.')}.{(Remedy is null ? "" : " " + Remedy)}";

    internal static DoctorCheck Ok(string name, string detail) => new() { Name = name, Outcome = DoctorOutcome.Ok, Detail = detail };

    internal static DoctorCheck Warning(string name, string detail, string remedy) => new() { Name = name, Outcome = DoctorOutcome.Warning, Detail = detail, Remedy = remedy };

    internal static DoctorCheck Failed(string name, string detail, string remedy) => new() { Name = name, Outcome = DoctorOutcome.Failed, Detail = detail, Remedy = remedy };

    internal static DoctorCheck Skipped(string name) => new() { Name = name, Outcome = DoctorOutcome.Skipped, Detail = "not needed by the embedded server" };
}
