namespace SpeculativeDecoding.Benchmarks;

/// <summary>What became of one answer.</summary>
/// <param name="Answer">The answer read from the output; null where none was found or none is looked for.</param>
/// <param name="Correct">Whether it is right; null when it is not scored, which is neither right nor wrong.</param>
/// <param name="Note">One line that says why it is not scored, or what to know about the score; null for nothing.</param>
public sealed record Score(string? Answer, bool? Correct, string? Note = null);
