namespace SpeculativeDecoding.Benchmarks;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; the figures stand.</summary>
    Note,

    /// <summary>A figure does not mean what it seems to.</summary>
    Warning,
}
