namespace SpeculativeDecoding.Benchmarks;

/// <summary>The distribution of a latency, in seconds. Percentiles are interpolated between the two nearest values.</summary>
/// <param name="Count">How many values: requests, tokens or chunks.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P95">The 95th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The longest.</param>
public sealed record LatencySummary(long Count, double Mean, double P50, double P90, double P95, double P99, double Max);
