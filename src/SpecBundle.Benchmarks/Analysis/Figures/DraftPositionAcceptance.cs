namespace SpeculativeDecoding.Benchmarks;

/// <summary>The acceptance of the draft's token at one position, over all verify steps of a cell. Intervals by Wilson, for steps that come in prompts.</summary>
public sealed record DraftPositionAcceptance
{
    /// <summary>The counts.</summary>
    public required DraftPosition Counts { get; init; }

    /// <summary>Accepted / reached; null where no step reached the position.</summary>
    /// <value>The default value is null.</value>
    public ConfidenceInterval? Conditional { get; init; }

    /// <summary>Accepted / all steps. Compare it between runs with the same number of draft steps alone.</summary>
    public ConfidenceInterval Marginal { get; init; }
}
