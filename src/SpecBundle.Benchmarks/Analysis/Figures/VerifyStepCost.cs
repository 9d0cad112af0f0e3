namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// What a verify step (drafting included) costs against a step that makes one token without draft, on the same requests.
/// Decoding alone: the time after the first token.
/// </summary>
/// <param name="VerifyStepSeconds">Seconds of a verify step.</param>
/// <param name="PlainStepSeconds">Seconds of a step without draft.</param>
/// <param name="Ratio">The first / the second: as many tokens must a verify step bring to break even.</param>
/// <param name="BreakEvenAcceptLength">The same as an accept length, which counts the prefill's token too: below it the draft slows decoding down.</param>
public sealed record VerifyStepCost(double VerifyStepSeconds, double PlainStepSeconds, Interval Ratio, Interval BreakEvenAcceptLength);
