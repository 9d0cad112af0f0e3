namespace SpeculativeDecoding;

/// <summary>A flag that was renamed or replaced.</summary>
/// <param name="Old">The earlier name.</param>
/// <param name="New">The later name.</param>
/// <param name="Advice">What to write instead of the earlier one.</param>
/// <param name="SameMeaning">Whether the value can be taken over as it is.</param>
internal sealed record FlagSuccessor(string Old, string New, string Advice, bool SameMeaning);
