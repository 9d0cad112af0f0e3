namespace SpeculativeDecoding.Embedded;

/// <summary>How characters are spelled: as they are, or inside a JSON string.</summary>
internal interface ICharacterWriter
{
    /// <summary>One character of a set.</summary>
    void Write(GrammarBuilder grammar, int from, CharacterSet characters, int to);

    /// <summary>One character, whichever it is.</summary>
    void WriteAny(GrammarBuilder grammar, int from, int to);
}
