using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Escapes of JSON text.</summary>
internal static class JsonEscapes
{
    /// <summary>Refuses escapes that are half of a character: no text has them, and a reader that goes on would make another prompt of it.</summary>
    /// <exception cref="FormatException">There is one.</exception>
    public static void Check(ReadOnlySpan<byte> json)
    {
        for (var at = json.IndexOf((byte)'\\'); at >= 0 && at + 1 < json.Length;)
        {
            var length = 2;
            if (UnitAt(json[at..]) is { } unit && char.IsSurrogate(unit))
            {
                length = char.IsHighSurrogate(unit) && UnitAt(json[(at + 6)..]) is { } low && char.IsLowSurrogate(low) ? 12
                    : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the escape \\u{(int)unit:x4} at {at + 1} is half of a surrogate pair, which is no character"));
            }

            var next = json[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + length + next;
        }
    }

    private static char? UnitAt(ReadOnlySpan<byte> json) =>
        json.Length >= 6 && json.StartsWith("\\u"u8) && ushort.TryParse(json[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;
}
