namespace SpeculativeDecoding.Embedded;

/// <summary>
/// The target chooses as if there were no draft: what it samples is what comes, and a draft saves a pass where it guessed
/// that. So the answers have the target's own distribution, and greedy ones are those of plain decoding.
/// </summary>
internal sealed class TargetRule(int vocabulary) : ITokenRule
{
    private readonly TokenSampler _sampler = new(vocabulary);

    public int Choose(ReadOnlySpan<float> logits, Sequence sequence, int node, int ahead) =>
        _sampler.Choose(logits, sequence.Request.Sampling, sequence.History, sequence.Seed, sequence.CompletionTokens + ahead, sequence.MaskAt(node));
}
