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
