namespace SpeculativeDecoding.Embedded;

/// <summary>A snapshot of the engine: what runs now, and what was done since the start or the last flush.</summary>
internal sealed record EngineCounters(int Running, int Waiting, int UsedTokens, long VerifySteps, long GeneratedTokens);
