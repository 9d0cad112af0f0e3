using System.Text;

namespace SpeculativeDecoding;

/// <summary>What this machine has and lacks for launching pairs.</summary>
public sealed record DoctorReport
{
    /// <summary>Every check, in the order in which to mend them.</summary>
    public IReadOnlyList<DoctorCheck> Checks { get; init; } = [];

    /// <summary>A line for each check.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => new StringBuilder().AppendJoin(Environment.NewLine, Checks).ToString();
}
