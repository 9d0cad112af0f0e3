namespace SpeculativeDecoding;

/// <summary>What was measured of one request. Times are the client's own; what is not known is null.</summary>
public sealed record RequestStatistics
{
    /// <summary>Tokens of the prompt, as the server counted them.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Tokens of the answer so far, as the server counted them.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>Tokens of the prompt that were found in the server's prefix cache.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>From sending the request to the first chunk with a token; null when the answer was not streamed or had none.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>From sending the request to its last chunk, or to its failure.</summary>
    public TimeSpan EndToEnd { get; init; }

    /// <summary>What the client itself worked on the request: writing it, and taking each frame in from the moment its bytes were read. But for the last frame's it is within <see cref="EndToEnd"/>; null where it was not measured.</summary>
    public TimeSpan? ClientTime { get; init; }

    /// <summary>Each chunk's time and tokens, in order. A chunk is one frame: usually a verify step, but text that is held back or a lagging reader puts several steps into one.</summary>
    public IReadOnlyList<ChunkTiming> Chunks { get; init; } = [];

    /// <summary>What speculation did; null without speculation, for an answer of a single token, and where the server did not tell.</summary>
    public SpeculationStatistics? Speculation { get; init; }

    /// <summary>What should hold between the server's counters and does not, in one sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>(End to end - time to first token) / (completion tokens - 1); null for less than two tokens or when not streamed.</summary>
    public TimeSpan? TimePerOutputToken =>
        TimeToFirstToken is { } first && CompletionTokens is > 1 and var tokens ? (EndToEnd - first) / (tokens - 1) : null;
}
