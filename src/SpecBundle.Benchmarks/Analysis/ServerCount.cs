namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a server counted from the first request of a cell to the last: the difference of its counters.</summary>
/// <param name="Configuration">The cell's configuration.</param>
/// <param name="Workload">The cell's workload.</param>
/// <param name="CompletionTokens">Tokens that the server generated, for whomever.</param>
public sealed record ServerCount(string Configuration, string Workload, long CompletionTokens);
