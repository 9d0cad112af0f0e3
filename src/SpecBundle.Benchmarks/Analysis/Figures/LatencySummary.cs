using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The distribution of a latency, in seconds. Percentiles are interpolated between the two nearest values.</summary>
public sealed record LatencySummary
{
    /// <summary>How many values: requests, tokens or chunks.</summary>
    public long Count { get; init; }

    /// <summary>Their mean, in seconds.</summary>
    [JsonPropertyName("mean")]
    public double MeanSeconds { get; init; }

    /// <summary>The median, in seconds.</summary>
    [JsonPropertyName("p50")]
    public double P50Seconds { get; init; }

    /// <summary>The 90th percentile, in seconds.</summary>
    [JsonPropertyName("p90")]
    public double P90Seconds { get; init; }

    /// <summary>The 95th percentile, in seconds.</summary>
    [JsonPropertyName("p95")]
    public double P95Seconds { get; init; }

    /// <summary>The 99th percentile, in seconds.</summary>
    [JsonPropertyName("p99")]
    public double P99Seconds { get; init; }

    /// <summary>The longest, in seconds.</summary>
    [JsonPropertyName("max")]
    public double MaxSeconds { get; init; }
}
