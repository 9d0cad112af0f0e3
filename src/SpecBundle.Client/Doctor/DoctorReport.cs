namespace SpeculativeDecoding;

/// <summary>What this machine has and lacks for launching pairs.</summary>
/// <param name="Checks">Every check, in the order in which to mend them.</param>
public sealed record DoctorReport(IReadOnlyList<DoctorCheck> Checks);
