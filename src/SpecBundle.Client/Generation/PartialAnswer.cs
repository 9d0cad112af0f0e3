namespace SpeculativeDecoding;

/// <summary>What had arrived of an answer that failed.</summary>
/// <param name="RequestId">The id of the request.</param>
/// <param name="Text">The text so far.</param>
/// <param name="OutputIds">The token ids so far; empty when the server sends none.</param>
/// <param name="Statistics">What was measured until the failure.</param>
public sealed record PartialAnswer(string RequestId, string Text, IReadOnlyList<int> OutputIds, RequestStatistics Statistics);
