namespace SpeculativeDecoding.Embedded;

/// <summary>How tokens are chosen and when to stop. The defaults are SGLang's.</summary>
internal sealed record EngineSampling
{
    public int MaxNewTokens { get; init; } = 128;

    public int MinNewTokens { get; init; }

    /// <summary>0 is greedy.</summary>
    public double Temperature { get; init; } = 1;

    public double TopP { get; init; } = 1;

    /// <summary>-1 is all.</summary>
    public int TopK { get; init; } = -1;

    public double MinP { get; init; }

    public double FrequencyPenalty { get; init; }

    public double PresencePenalty { get; init; }

    public double RepetitionPenalty { get; init; } = 1;

    public IReadOnlyList<string> Stop { get; init; } = [];

    public IReadOnlyList<int> StopTokenIds { get; init; } = [];

    public bool IgnoreEos { get; init; }

    /// <summary>What the answer must be; null lets it be anything.</summary>
    public TokenGrammar? Grammar { get; init; }

    /// <summary>The same seed gives the same answer, with and without a draft.</summary>
    public ulong? Seed { get; init; }
}
