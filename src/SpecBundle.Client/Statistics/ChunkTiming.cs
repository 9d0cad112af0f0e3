namespace SpeculativeDecoding;

/// <summary>When a chunk was read and how many tokens it brought.</summary>
/// <param name="Elapsed">Time since the request was sent, taken when the bytes were read and before they were parsed.</param>
/// <param name="Tokens">New tokens in this chunk, by the server's own count; 0 for a chunk that only flushes text.</param>
public readonly record struct ChunkTiming(TimeSpan Elapsed, int Tokens);
