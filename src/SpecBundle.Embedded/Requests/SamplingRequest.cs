namespace SpeculativeDecoding.Embedded;

/// <summary>How one answer is wanted: what the engine samples by, and what concerns the text and the stream alone.</summary>
internal sealed record SamplingRequest
{
    public EngineSampling Engine { get; init; } = new();

    /// <summary>Null goes on until the context is full.</summary>
    public int? MaxNewTokens { get; init; } = 128;

    /// <summary>What the answer must be; null lets it be anything.</summary>
    public GrammarSource? Grammar { get; init; }

    public bool SkipSpecialTokens { get; init; } = true;

    /// <summary>Keeps the stop string or token that ended the answer in its text.</summary>
    public bool NoStopTrim { get; init; }

    /// <summary>Null takes the server's.</summary>
    public int? StreamInterval { get; init; }
}
