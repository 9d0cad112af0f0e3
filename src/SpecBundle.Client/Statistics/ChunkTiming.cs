namespace SpeculativeDecoding;

/// <summary>When a chunk was read and how many tokens it brought.</summary>
public readonly record struct ChunkTiming
{
    internal ChunkTiming(TimeSpan elapsed, int tokens) => (Elapsed, Tokens) = (elapsed, tokens);

    /// <summary>Time since the request was sent, taken when the bytes were read and before they were parsed.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>New tokens in this chunk, by the server's own count; 0 for a chunk that only flushes text.</summary>
    public int Tokens { get; init; }
}
