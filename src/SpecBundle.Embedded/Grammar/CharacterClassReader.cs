using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Reads one character of a pattern, an escape or a class in brackets. Where engines differ (<c>\s</c>, <c>\W</c>, <c>.</c> and
/// classes that are turned round), it is what all of them match.
/// </summary>
internal sealed class CharacterClassReader(string pattern, int position, Func<string, GrammarException> wrong)
{
    private static readonly CharacterSet Ascii = CharacterSet.Of((0, 0x7F));
    private static readonly CharacterSet Digits = CharacterSet.Of(('0', '9'));
    private static readonly CharacterSet Word = CharacterSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_'));
    private static readonly CharacterSet Space = CharacterSet.OfText(" \t\n\r\f\v");
    private static readonly CharacterSet LineEnds = CharacterSet.OfText("\n\r\u0085\u2028\u2029");

    public int Position { get; private set; } = position;

    private char Current => Position < pattern.Length ? pattern[Position] : throw wrong("an end where a character should be");

    public CharacterSet Read()
    {
        switch (Current)
        {
            case '[':
                Position++;
                return Bracket();
            case '.':
                Position++;
                return CharacterSet.Basic.Without(LineEnds);
            case '\\':
                Position++;
                return Escape(isInBracket: false);
            default:
                return Single(Literal());
        }
    }

    private static CharacterSet Single(int character) => CharacterSet.Of((character, character));

    private int Literal()
    {
        if (!Rune.TryGetRuneAt(pattern, Position, out var rune))
        {
            throw wrong("a half of a surrogate pair");
        }

        Position += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private CharacterSet Bracket()
    {
        var isNegated = Current == '^';
        Position += isNegated ? 1 : 0;
        var ranges = new List<(int, int)>();
        while (Current != ']')
        {
            var low = Member();
            if (Current != '-' || Position + 1 >= pattern.Length || pattern[Position + 1] == ']')
            {
                ranges.AddRange(low.Ranges);
                continue;
            }

            Position++;
            var high = Member();
            if (low.Ranges is not [var (from, fromEnd)] || high.Ranges is not [var (to, toEnd)] || from != fromEnd || to != toEnd || from > to)
            {
                throw wrong("a range without an order");
            }

            ranges.Add((from, to));
        }

        Position++;
        var set = CharacterSet.Of(ranges);
        return isNegated ? CharacterSet.Basic.Without(set) : set;
    }

    private CharacterSet Member()
    {
        if (Current != '\\')
        {
            return Single(Literal());
        }

        Position++;
        return Escape(isInBracket: true);
    }

    private CharacterSet Escape(bool isInBracket)
    {
        var letter = Current;
        Position++;
        switch (letter)
        {
            case 'd': return Digits;
            case 'D': return Ascii.Without(Digits);
            case 'w': return Word;
            case 'W': return Ascii.Without(Word);
            case 's': return Space;
            case 'S': return Ascii.Without(Space);
            case 't': return Single('\t');
            case 'n': return Single('\n');
            case 'r': return Single('\r');
            case 'f': return Single('\f');
            case 'v': return Single('\v');
            case '0' when Position >= pattern.Length || !char.IsAsciiDigit(pattern[Position]): return Single(0);
            case 'b' when isInBracket: return Single('\b');
            case 'x': return Single(Code(2));
            case 'u': return Single(Unicode());
        }

        return !char.IsAsciiLetterOrDigit(letter) && letter < 0x80
            ? Single(letter)
            : throw wrong(letter switch
            {
                'b' or 'B' => $"a word border \\{letter}",
                'p' or 'P' => $"a Unicode property \\{letter}",
                >= '0' and <= '9' or 'k' => $"a reference back \\{letter}",
                _ => $"an escape \\{letter}",
            });
    }

    private int Unicode()
    {
        if (Current == '{')
        {
            var end = pattern.IndexOf('}', Position);
            var code = end < 0 ? throw wrong("a \\u{ without its end") : pattern[(Position + 1)..end];
            Position = end + 1;
            return int.TryParse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && Rune.IsValid(value)
                ? value
                : throw wrong("a \\u{} that is no character");
        }

        var first = Code(4);
        if (!char.IsSurrogate((char)first))
        {
            return first;
        }

        if (char.IsHighSurrogate((char)first) && string.CompareOrdinal(pattern, Position, "\\u", 0, 2) == 0)
        {
            Position += 2;
            var second = Code(4);
            if (char.IsLowSurrogate((char)second))
            {
                return char.ConvertToUtf32((char)first, (char)second);
            }
        }

        throw wrong("a half of a surrogate pair");
    }

    private int Code(int digits)
    {
        if (Position + digits > pattern.Length || !int.TryParse(pattern.AsSpan(Position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw wrong("an escape without its hexadecimal digits");
        }

        Position += digits;
        return value;
    }
}
