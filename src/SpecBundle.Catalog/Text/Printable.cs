using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Text out of files that others made, as a terminal and a log may show it.</summary>
internal static class Printable
{
    // No file system has longer names.
    private const int LongestName = 255;

    /// <summary>Without characters that rule a terminal, begin a line, or turn the direction of what follows.</summary>
    public static string Of(string text) => text.Any(IsUnsafe) ? string.Concat(text.Select(character => IsUnsafe(character) ? '\uFFFD' : character)) : text;

    /// <summary>A name or a value: no longer than a name is.</summary>
    public static string Name(string text) => Of(text.Length <= LongestName ? text : text[..LongestName] + "...");

    private static bool IsUnsafe(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
