namespace SpeculativeDecoding.Embedded;

/// <summary>Characters as they are.</summary>
internal sealed class PlainCharacters : ICharacterWriter
{
    public void Write(GrammarBuilder grammar, int from, CharacterSet characters, int to) => Utf8Writer.Write(grammar, from, characters, to);

    public void WriteAny(GrammarBuilder grammar, int from, int to) => Write(grammar, from, CharacterSet.All, to);
}
