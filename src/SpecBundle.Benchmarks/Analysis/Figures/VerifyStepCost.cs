namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// What a verify step (drafting included) costs against a step that makes one token without draft, on the same requests.
/// Decoding alone: the time after the first token.
/// </summary>
public sealed record VerifyStepCost
{
    /// <summary>Seconds of a verify step.</summary>
    public double VerifyStepSeconds { get; init; }

    /// <summary>Seconds of a step without draft.</summary>
    public double PlainStepSeconds { get; init; }

    /// <summary>The first / the second: as many tokens must a verify step bring to break even.</summary>
    public ConfidenceInterval Ratio { get; init; }

    /// <summary>The same as an accept length, which counts the prefill's token too: below it the draft slows decoding down.</summary>
    public ConfidenceInterval BreakEvenAcceptLength { get; init; }
}
