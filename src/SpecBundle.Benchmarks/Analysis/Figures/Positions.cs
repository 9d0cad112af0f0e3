namespace SpeculativeDecoding.Benchmarks;

/// <summary>The acceptance of the draft's token at one position, over all verify steps of a cell. Intervals by Wilson, for steps that come in prompts.</summary>
public sealed record DraftPositionAcceptance
{
    /// <summary>The counts.</summary>
    public required DraftPosition Counts { get; init; }

    /// <summary>Accepted / reached; null where no step reached the position.</summary>
    /// <value>The default value is null.</value>
    public ConfidenceInterval? Conditional { get; init; }

    /// <summary>Accepted / all steps. Compare it between runs with the same number of draft steps alone.</summary>
    public ConfidenceInterval Marginal { get; init; }
}

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
