namespace SpeculativeDecoding;

/// <summary>The three numbers of speculative decoding. SGLang takes all three or none. They are written in this order wherever results are quoted, so they are positional here too: <c>new SpeculationSettings(3, 1, 4)</c>.</summary>
/// <param name="Steps">Draft steps per verify step, the depth of the tree; at least 1.</param>
/// <param name="TopK">Branches per draft step; at least 1, which is a chain.</param>
/// <param name="DraftTokens">Tokens that the target verifies per verify step, the root included; at least 2, and steps + 1 with top-k 1.</param>
public sealed record SpeculationSettings(int Steps, int TopK, int DraftTokens)
{
    /// <summary>3 steps, top-k 1, 4 draft tokens: the recipe of the release.</summary>
    public static SpeculationSettings Default { get; } = new(3, 1, 4);

    /// <summary>A chain: top-k 1 and steps + 1 draft tokens.</summary>
    /// <param name="steps">Draft steps per verify step, at least 1.</param>
    /// <returns>The settings.</returns>
    public static SpeculationSettings Chain(int steps) => new(steps, 1, steps + 1);

    /// <summary>The largest number of draft tokens that a tree of this shape can hold: steps + 1 with top-k 1, else 1 + top-k + (steps - 1) x top-k squared.</summary>
    public int MaxUsefulDraftTokens => TopK == 1 ? Steps + 1 : 1 + TopK + ((Steps - 1) * TopK * TopK);

    /// <summary>The notation of the benchmarks: <c>steps,top-k,draft tokens</c>.</summary>
    /// <returns>For example <c>3,1,4</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Steps},{TopK},{DraftTokens}");
}
