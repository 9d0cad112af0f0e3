namespace SpeculativeDecoding.Benchmarks;

/// <summary>A prompt, ready to be sent at the moment it is due.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="First">The request of its first turn.</param>
/// <param name="FirstTokens">Its tokens; null where they are not counted here.</param>
/// <param name="LaterTokens">For each turn, the tokens that the user's later turns will add; null where tokens are not counted here.</param>
/// <param name="Hash">The digest of what is asked.</param>
internal sealed record PreparedPrompt(BenchmarkPrompt Prompt, GenerateRequest First, int? FirstTokens, IReadOnlyList<int>? LaterTokens, string Hash);
