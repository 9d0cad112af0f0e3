namespace SpeculativeDecoding.Embedded;

/// <summary>What an engine is loaded with.</summary>
internal sealed record EngineOptions
{
    public required string ModelPath { get; init; }

    /// <summary>The folder of the EAGLE3 draft; null for plain decoding.</summary>
    public string? DraftModelPath { get; init; }

    public int NumSteps { get; init; }

    public int TopK { get; init; }

    public int NumDraftTokens { get; init; }

    public int MaxRunningRequests { get; init; } = 48;

    /// <summary>Tokens the KV cache holds; null chooses by the context length.</summary>
    public int? MaxTotalTokens { get; init; }

    /// <summary>The longest context served; null is the target's own.</summary>
    public int? ContextLength { get; init; }

    public bool DisablePrefixCache { get; init; }

    /// <summary>Seeds requests that bring no seed; null draws one.</summary>
    public int? RandomSeed { get; init; }

    /// <summary>Threads of a forward pass; null is the processors, at most 4.</summary>
    public int? Threads { get; init; }
}
