namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Takes the anchors off the ends of a pattern. A JSON schema's pattern is to be found anywhere in the string, so where an anchor
/// is missing any text may stand.
/// </summary>
internal static class PatternAnchors
{
    private static readonly PatternAnything Anything = new();

    /// <param name="pattern">As it was read.</param>
    /// <param name="isWhole">Whether the text is the match, anchors or not.</param>
    public static PatternNode Resolve(PatternNode pattern, bool isWhole) => pattern switch
    {
        PatternChoice choice => new PatternChoice([.. choice.Ways.Select(way => Resolve(way, isWhole))]),
        PatternSequence { Parts: [PatternChoice or PatternSequence] } sequence => Resolve(sequence.Parts[0], isWhole),
        PatternSequence sequence => Sequence(sequence, isWhole),
        _ => Sequence(new PatternSequence([pattern]), isWhole),
    };

    private static PatternSequence Sequence(PatternSequence sequence, bool isWhole)
    {
        var parts = sequence.Parts.ToList();
        var isAtStart = parts is [PatternAnchor { IsStart: true }, ..];
        parts.RemoveRange(0, isAtStart ? 1 : 0);
        var isAtEnd = parts is [.., PatternAnchor { IsStart: false }];
        parts.RemoveRange(parts.Count - (isAtEnd ? 1 : 0), isAtEnd ? 1 : 0);
        return new PatternSequence(
        [
            .. isAtStart || isWhole ? Array.Empty<PatternNode>() : [Anything],
            .. parts,
            .. isAtEnd || isWhole ? Array.Empty<PatternNode>() : [Anything],
        ]);
    }
}
