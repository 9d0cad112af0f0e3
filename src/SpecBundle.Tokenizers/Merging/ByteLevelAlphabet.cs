namespace SpeculativeDecoding;

/// <summary>The characters that byte-level vocabularies write bytes with: printable ones as themselves, the others from U+0100 on.</summary>
internal static class ByteLevelAlphabet
{
    private static readonly char[] Characters = Build();
    private static readonly Dictionary<char, byte> Bytes = Characters.Select((character, value) => (character, value)).ToDictionary(entry => entry.character, entry => (byte)entry.value);

    /// <summary>The bytes of a vocabulary entry; null where it is not written in this alphabet.</summary>
    public static byte[]? BytesOf(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < token.Length; i++)
        {
            if (!Bytes.TryGetValue(token[i], out bytes[i]))
            {
                return null;
            }
        }

        return bytes;
    }

    /// <summary>Bytes, given as characters, one for each, in this alphabet.</summary>
    public static string Written(string bytes) => string.Concat(bytes.Select(value => Characters[value]));

    private static char[] Build()
    {
        var characters = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = printable ? (char)value : (char)next++;
        }

        return characters;
    }
}
