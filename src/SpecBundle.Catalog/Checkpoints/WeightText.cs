using System.Buffers;
using System.Text;

namespace SpeculativeDecoding;

/// <summary>Text that was saved in the place of weights: a web page, or the message of a server that had no such file.</summary>
internal static class WeightText
{
    private const int MostShown = 40;
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. "\t\r\n"u8, .. Enumerable.Range(" "u8[0], 95).Select(one => (byte)one)]);

    /// <summary>The first characters of a text, on one line; null where the bytes are none.</summary>
    /// <param name="start">The first bytes of the file.</param>
    public static string? BeginningOf(ReadOnlySpan<byte> start)
    {
        start = start.StartsWith("\uFEFF"u8) ? start[3..] : start;

        // Of a page, which may be in any language, the first tag says it; else every character must be of plain text.
        var isPage = start.TrimStart(" \t\r\n"u8) is [(byte)'<', var next, ..] && (char.IsAsciiLetter((char)next) || next is (byte)'!' or (byte)'?');
        if (!isPage && start.ContainsAnyExcept(Plain))
        {
            return null;
        }

        var shown = new StringBuilder(MostShown);
        foreach (var one in start)
        {
            if (shown.Length == MostShown)
            {
                break;
            }

            shown.Append(one is > (byte)' ' and <= (byte)'~' ? (char)one : ' ');
        }

        return shown.ToString().Trim();
    }
}
