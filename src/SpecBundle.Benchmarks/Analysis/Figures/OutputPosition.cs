namespace SpeculativeDecoding.Benchmarks;

/// <summary>How much verify steps brought in one stretch of the answers. Only answers whose chunks are their verify steps count.</summary>
/// <param name="FromToken">The first token of the stretch, from 0; a step belongs where its first token falls.</param>
/// <param name="ToToken">The token after the stretch.</param>
/// <param name="Prompts">Prompts with a step in it.</param>
/// <param name="Steps">Verify steps in it.</param>
/// <param name="TokensPerVerifyStep">Tokens / steps.</param>
public sealed record OutputPosition(int FromToken, int ToToken, int Prompts, long Steps, Interval TokensPerVerifyStep);
