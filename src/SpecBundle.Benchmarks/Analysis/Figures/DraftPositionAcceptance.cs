namespace SpeculativeDecoding.Benchmarks;

/// <summary>The acceptance of the draft's token at one position, over all verify steps of a cell. Intervals by Wilson, for steps that come in prompts.</summary>
/// <param name="Counts">The counts.</param>
/// <param name="Conditional">Accepted / reached; null where no step reached the position.</param>
/// <param name="Marginal">Accepted / all steps. Compare it between runs with the same number of draft steps alone.</param>
public sealed record DraftPositionAcceptance(DraftPosition Counts, Interval? Conditional, Interval Marginal);
