namespace SpeculativeDecoding.Embedded;

/// <summary>How the server speculates, after SGLang's rules: the three numbers together or none, a chain has steps + 1 tokens.</summary>
internal sealed record SpeculationFlags(string DraftModelPath, int NumSteps, int TopK, int NumDraftTokens, bool Adjusted)
{
    /// <summary>Positions of the context that no request can have, as SGLang counts them: a verify step writes all its draft tokens before it knows which are kept.</summary>
    public int ReservedTokens => Math.Max(NumDraftTokens, TopK * NumSteps);

    /// <summary>What SGLang chooses for a Llama target when no number is given.</summary>
    private static readonly (int Steps, int TopK, int DraftTokens) ForLlama = (5, 4, 8);

    public static SpeculationFlags? From(string? algorithm, string? draft, int? steps, int? topK, int? draftTokens)
    {
        if (algorithm is null)
        {
            return draft is null && steps is null && topK is null && draftTokens is null
                ? null
                : throw new StartRefusedException(
                    $"ValueError: speculative flags are given without {FlagTable.Algorithm}: add {FlagTable.Algorithm} EAGLE3, or leave them out for plain decoding.");
        }

        if (draft is null)
        {
            throw new StartRefusedException(
                $"ValueError: {FlagTable.Algorithm} EAGLE3 needs {FlagTable.DraftModelPath}: without it the target would be loaded as its own draft.");
        }

        if ((steps is null) != (topK is null) || (topK is null) != (draftTokens is null))
        {
            throw new StartRefusedException(
                $"ValueError: {FlagTable.NumSteps}, {FlagTable.TopK} and {FlagTable.NumDraftTokens} must be given together, or none of them.");
        }

        var (numSteps, width, tokens) = (steps ?? ForLlama.Steps, topK ?? ForLlama.TopK, draftTokens ?? ForLlama.DraftTokens);
        if (width == 1)
        {
            return new SpeculationFlags(draft, numSteps, 1, numSteps + 1, tokens != numSteps + 1);
        }

        // The root, the first step's branches, then top-k children for each of top-k parents at every further step.
        var most = 1L + width + ((numSteps - 1L) * width * width);
        return tokens <= most
            ? new SpeculationFlags(draft, numSteps, width, tokens, false)
            : throw new StartRefusedException(
                $"ValueError: {FlagTable.NumDraftTokens} {tokens} is more than the tree of {numSteps} steps and top-k {width} can have ({most}).");
    }
}
