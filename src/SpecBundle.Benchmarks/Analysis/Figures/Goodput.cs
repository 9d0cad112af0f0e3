namespace SpeculativeDecoding.Benchmarks;

/// <summary>The requests that kept every service level. A failed request kept none.</summary>
/// <param name="Good">How many did.</param>
/// <param name="Share">The share of all requests.</param>
/// <param name="RequestsPerSecond">How many a second of the cell's wall time.</param>
public sealed record Goodput(int Good, Interval Share, Interval RequestsPerSecond);
