using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The latencies of a cell's finished requests. Null where nothing was streamed.</summary>
public sealed record Latencies
{
    /// <summary>TTFT: from the moment a request was due to its first token.</summary>
    public LatencySummary? TimeToFirstToken { get; init; }

    /// <summary>
    /// ITL: between two tokens after the first chunk. The tokens of a chunk share the wait for it alike, so that the mean is
    /// true with speculation too; the wait itself is <see cref="InterChunk"/>.
    /// </summary>
    public LatencySummary? InterToken { get; init; }

    /// <summary>Between two chunks that brought tokens: with speculation a verify step, which a reader sees as one jerk.</summary>
    public LatencySummary? InterChunk { get; init; }

    /// <summary>TPOT: (end - first token) / (tokens - 1), one value for each request of two tokens or more.</summary>
    public LatencySummary? TimePerOutputToken { get; init; }

    /// <summary>From the moment a request was due to its end.</summary>
    public LatencySummary? EndToEnd { get; init; }

    /// <summary>From the moment a request was due to sending it: what the client itself added.</summary>
    public LatencySummary? Dispatch { get; init; }
}

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
