namespace SpeculativeDecoding;

/// <summary>How an answer ended, and what was measured of it.</summary>
internal sealed record ChatOutcome(FinishReason End, RequestStatistics Statistics, int? ReasoningTokens);
