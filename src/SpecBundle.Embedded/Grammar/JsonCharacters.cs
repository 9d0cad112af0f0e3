using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Embedded;

/// <summary>Characters inside a JSON string. One of a set is spelled in one way; where any may stand, it may be escaped in each way that JSON has.</summary>
internal sealed class JsonCharacters : ICharacterWriter
{
    private const string Short = "\"\\\b\f\n\r\t";
    private static readonly byte[] ShortLetters = [.. "\"\\bfnrt"u8];
    private static readonly CharacterSet Escaped = CharacterSet.Of((0, 0x1F), ('"', '"'), ('\\', '\\'));

    public static CharacterSet Unescaped { get; } = CharacterSet.All.Without(Escaped);

    public void Write(GrammarBuilder grammar, int from, CharacterSet characters, int to)
    {
        Utf8Writer.Write(grammar, from, characters.Without(Escaped), to);
        foreach (var character in Enumerable.Range(0, 0x80).Where(character => characters.Contains(character) && Escaped.Contains(character)))
        {
            grammar.Skip(grammar.Text(from, Encoding.ASCII.GetBytes(Spelled((char)character))), to);
        }
    }

    public void WriteAny(GrammarBuilder grammar, int from, int to)
    {
        Utf8Writer.Write(grammar, from, Unescaped, to);
        var escape = grammar.Text(from, "\\"u8);
        foreach (var letter in "\"\\/bfnrt"u8)
        {
            grammar.Range(escape, letter, letter, to);
        }

        // A half of a pair may not stand alone: the high one is followed by a low one.
        var code = grammar.Text(escape, "u"u8);
        foreach (var (low, high) in (ReadOnlySpan<(char, char)>)[('0', '9'), ('A', 'C'), ('a', 'c'), ('E', 'F'), ('e', 'f')])
        {
            Digits(grammar, grammar.Range(code, low, high), 3, to);
        }

        var pair = Either(grammar, code, 'D');
        Digits(grammar, grammar.Range(pair, '0', '7'), 2, to);
        var first = grammar.Node();
        var second = Either(grammar, grammar.Text(first, "\\u"u8), 'D');
        foreach (var (low, high) in (ReadOnlySpan<(char, char)>)[('8', '9'), ('A', 'B'), ('a', 'b')])
        {
            Digits(grammar, grammar.Range(pair, low, high), 2, first);
        }

        foreach (var (low, high) in (ReadOnlySpan<(char, char)>)[('C', 'F'), ('c', 'f')])
        {
            Digits(grammar, grammar.Range(second, low, high), 2, to);
        }
    }

    /// <summary>A text as it is spelled where a set of characters would be: in one way.</summary>
    public static byte[] Spell(string text) => Encoding.UTF8.GetBytes(string.Concat(text.EnumerateRunes().Select(rune =>
        Escaped.Contains(rune.Value) ? Spelled((char)rune.Value) : rune.ToString())));

    private static string Spelled(char character) => Short.IndexOf(character, StringComparison.Ordinal) is var at and >= 0
        ? $"\\{(char)ShortLetters[at]}"
        : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");

    private static int Either(GrammarBuilder grammar, int from, char letter)
    {
        var to = grammar.Node();
        grammar.Range(from, (byte)letter, (byte)letter, to);
        grammar.Range(from, (byte)(letter | 0x20), (byte)(letter | 0x20), to);
        return to;
    }

    private static void Digits(GrammarBuilder grammar, int from, int count, int to)
    {
        for (var i = 1; i <= count; i++)
        {
            var next = i == count ? to : grammar.Node();
            grammar.Range(from, (byte)'0', (byte)'9', next);
            grammar.Range(from, (byte)'A', (byte)'F', next);
            grammar.Range(from, (byte)'a', (byte)'f', next);
            from = next;
        }
    }
}
