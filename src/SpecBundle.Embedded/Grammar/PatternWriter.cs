namespace SpeculativeDecoding.Embedded;

/// <summary>Writes a pattern into a grammar.</summary>
internal sealed class PatternWriter(GrammarBuilder grammar, ICharacterWriter characters)
{
    private int? _any;

    private int Any => _any ??= grammar.Rule(from =>
    {
        var to = grammar.Node();
        characters.WriteAny(grammar, from, to);
        return to;
    });

    /// <summary>Any text of so many characters.</summary>
    public int WriteAny(int from, int minimum, int maximum) => grammar.Repeat(from, Any, minimum, maximum);

    public int Write(int from, PatternNode pattern)
    {
        switch (pattern)
        {
            case PatternCharacter character:
                var to = grammar.Node();
                characters.Write(grammar, from, character.Characters, to);
                return to;
            case PatternAnything:
                return WriteAny(from, 0, SilentEdge.Unbounded);
            case PatternSequence sequence:
                return sequence.Parts.Aggregate(from, Write);
            case PatternChoice choice:
                return grammar.Choice(from, choice.Ways.Select(way => (Func<int, int>)(start => Write(start, way))));
            case PatternRepeat repeat:
                var rule = grammar.Rule(start => Write(start, repeat.Part));

                // What can be nothing is as good as come.
                return grammar.Repeat(from, rule, repeat.Part.Least == 0 ? 0 : repeat.Minimum, repeat.Maximum);
            default:
                throw new GrammarException("The pattern has an anchor between other parts: not supported.");
        }
    }
}
