namespace SpeculativeDecoding;

/// <summary>An argument to start a pair with.</summary>
/// <param name="Flag">The flag, in the spelling of its source.</param>
/// <param name="Value">Its value; null for a switch.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Certainty">How sure the recommendation is.</param>
/// <param name="Source">Who recommends it.</param>
public sealed record RecommendedArgument(string Flag, string? Value, string Reason, Certainty Certainty, string Source);
