namespace SpeculativeDecoding.Embedded;

/// <summary>What a target pass settled of a sequence.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Rows">The rows of the pass, in position order.</param>
/// <param name="End">The position after the last of them.</param>
internal sealed record ComputedRows(Sequence Sequence, IReadOnlyList<int> Rows, int End);
