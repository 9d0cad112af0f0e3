namespace SpeculativeDecoding.Embedded;

/// <summary>Which token follows: in a verify step a drafted one is accepted when it is the token that the rule gives.</summary>
internal interface ITokenRule
{
    /// <param name="logits">The target's, at <paramref name="node"/>.</param>
    /// <param name="sequence">The answer so far.</param>
    /// <param name="node">The node of the sequence's tree; 0 is its last token.</param>
    /// <param name="ahead">Tokens between the end of the answer and the one to choose.</param>
    int Choose(ReadOnlySpan<float> logits, Sequence sequence, int node, int ahead);
}
