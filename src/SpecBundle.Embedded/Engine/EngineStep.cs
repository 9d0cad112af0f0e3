namespace SpeculativeDecoding.Embedded;

/// <summary>What one forward step gave a request: first the prefill's one token, then the tokens of each verify step.</summary>
/// <param name="NewTokenIds">The new tokens; what a stop condition cut is not among them.</param>
/// <param name="Finish">Why the request ended; null while it goes on.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="CachedTokens">Tokens of the prompt that the prefix cache held.</param>
/// <param name="CompletionTokens">All tokens of the answer so far.</param>
/// <param name="Speculation">The counters so far; null without a draft and before the first verify step.</param>
internal sealed record EngineStep(
    IReadOnlyList<int> NewTokenIds,
    EngineFinish? Finish,
    int PromptTokens,
    int CachedTokens,
    int CompletionTokens,
    EngineSpeculation? Speculation);
