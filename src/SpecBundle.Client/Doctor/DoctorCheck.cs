namespace SpeculativeDecoding;

/// <summary>A check of the machine.</summary>
/// <param name="Name">What was looked at, for example <c>GPUs</c>.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Detail">What was found. Secrets are never in it.</param>
/// <param name="Remedy">What to do; null where nothing is needed.</param>
public sealed record DoctorCheck(string Name, DoctorOutcome Outcome, string Detail, string? Remedy)
{
    internal static DoctorCheck Ok(string name, string detail) => new(name, DoctorOutcome.Ok, detail, null);

    internal static DoctorCheck Warning(string name, string detail, string remedy) => new(name, DoctorOutcome.Warning, detail, remedy);

    internal static DoctorCheck Failed(string name, string detail, string remedy) => new(name, DoctorOutcome.Failed, detail, remedy);

    internal static DoctorCheck Skipped(string name) => new(name, DoctorOutcome.Skipped, "not needed by the embedded server", null);
}
