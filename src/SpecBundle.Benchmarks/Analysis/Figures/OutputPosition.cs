namespace SpeculativeDecoding.Benchmarks;

/// <summary>How much verify steps brought in one stretch of the answers. Only answers whose chunks are their verify steps count.</summary>
public sealed record OutputPosition
{
    /// <summary>The first token of the stretch, from 0; a step belongs where its first token falls.</summary>
    public int FromToken { get; init; }

    /// <summary>The token after the stretch.</summary>
    public int ToToken { get; init; }

    /// <summary>Prompts with a step in it.</summary>
    public int Prompts { get; init; }

    /// <summary>Verify steps in it.</summary>
    public long Steps { get; init; }

    /// <summary>Tokens / steps.</summary>
    public ConfidenceInterval TokensPerVerifyStep { get; init; }
}
