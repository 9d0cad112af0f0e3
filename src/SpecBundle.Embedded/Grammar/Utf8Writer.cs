using System.Text;

namespace SpeculativeDecoding.Embedded;

/// <summary>Writes characters into a grammar as the bytes of their UTF-8.</summary>
internal static class Utf8Writer
{
    // The last character of each length.
    private static readonly int[] Lengths = [0x7F, 0x7FF, 0xFFFF, CharacterSet.Last];

    /// <summary>One character of a set.</summary>
    public static void Write(GrammarBuilder grammar, int from, CharacterSet characters, int to)
    {
        foreach (var (low, high) in characters.Ranges)
        {
            var start = low;
            foreach (var last in Lengths)
            {
                if (start <= Math.Min(high, last))
                {
                    WriteRange(grammar, from, Bytes(start), Bytes(Math.Min(high, last)), to);
                    start = last + 1;
                }
            }
        }
    }

    /// <summary>Both ends have as many bytes: the first bytes between those of the ends may be followed by anything.</summary>
    private static void WriteRange(GrammarBuilder grammar, int from, ReadOnlySpan<byte> low, ReadOnlySpan<byte> high, int to)
    {
        if (low.Length == 1)
        {
            grammar.Range(from, low[0], high[0], to);
            return;
        }

        if (low[0] == high[0])
        {
            WriteRange(grammar, Step(grammar, from, low[0], low[0]), low[1..], high[1..], to);
            return;
        }

        Span<byte> least = stackalloc byte[low.Length - 1];
        Span<byte> most = stackalloc byte[low.Length - 1];
        least.Fill(0x80);
        most.Fill(0xBF);
        var first = low[1..].SequenceEqual(least) ? low[0] : (byte)(low[0] + 1);
        var last = high[1..].SequenceEqual(most) ? high[0] : (byte)(high[0] - 1);
        if (first > low[0])
        {
            WriteRange(grammar, Step(grammar, from, low[0], low[0]), low[1..], most, to);
        }

        if (first <= last)
        {
            WriteRange(grammar, Step(grammar, from, first, last), least, most, to);
        }

        if (last < high[0])
        {
            WriteRange(grammar, Step(grammar, from, high[0], high[0]), least, high[1..], to);
        }
    }

    private static int Step(GrammarBuilder grammar, int from, byte low, byte high)
    {
        var to = grammar.Node();
        grammar.Range(from, low, high, to);
        return to;
    }

    private static byte[] Bytes(int character) => Encoding.UTF8.GetBytes(new Rune(character).ToString());
}
