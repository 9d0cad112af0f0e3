using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>
/// The one gate for text that others wrote, such as names in files, logs, answers, command lines and messages of servers: what a
/// terminal and a log may show. Colours are left out; whatever else would rule a terminal, begin a line, or turn the direction of what
/// follows stands there as a replacement character, so that it is seen that something was.
/// </summary>
internal static partial class Printable
{
    // No file system has longer names.
    private const int LongestName = 255;
    private const char Replacement = '\uFFFD';

    /// <summary>One line.</summary>
    public static string Of(string text) => Cleaned(text, keepsLines: false);

    /// <summary>Text of several lines, which may have tabs.</summary>
    public static string Lines(string text) => Cleaned(text, keepsLines: true);

    /// <summary>A name or a value: no longer than a name is.</summary>
    public static string Name(string text) => Of(Cut(text, LongestName));

    /// <summary>One line of at most so many characters, line ends as spaces.</summary>
    public static string Short(string text, int width)
    {
        // Cut first: a text of megabytes is not to be cleaned for its first words, of which colours may take a part.
        var line = Of(Cut(text, (width * 8) + 1).ReplaceLineEndings(" ").Replace('\t', ' '));
        return line.Length <= width ? line : string.Concat(Head(line, Math.Max(width - 1, 0)), "…");
    }

    /// <summary>JSON in which what is unsafe is escaped, so that it says the same: such characters stand in its texts alone.</summary>
    public static string Json(string json)
    {
        if (!IsAnyUnsafe(json, keepsLines: true))
        {
            return json;
        }

        var builder = new StringBuilder(json.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in json.EnumerateRunes())
        {
            if (IsUnsafe(rune, keepsLines: true))
            {
                foreach (var unit in units[..rune.EncodeToUtf16(units)])
                {
                    builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
                }
            }
            else
            {
                builder.Append(rune);
            }
        }

        return builder.ToString();
    }

    private static string Cleaned(string text, bool keepsLines)
    {
        if (!IsAnyUnsafe(text, keepsLines))
        {
            return text;
        }

        var builder = new StringBuilder(text.Length);
        foreach (var rune in Colour().Replace(text, "").EnumerateRunes())
        {
            if (IsUnsafe(rune, keepsLines))
            {
                builder.Append(Replacement);
            }
            else
            {
                builder.Append(rune);
            }
        }

        return builder.ToString();
    }

    // Half a character at the end would be none.
    private static string Cut(string text, int length) => text.Length <= length ? text : Head(text, length) + "...";

    private static string Head(string text, int length) => text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static bool IsAnyUnsafe(string text, bool keepsLines)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune, keepsLines))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUnsafe(Rune rune, bool keepsLines) => rune.Value switch
    {
        '\n' or '\t' => !keepsLines,
        < 0x7F => rune.Value < ' ',

        // Joiners build letters and emoji, and move nothing.
        0x200C or 0x200D => false,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    [GeneratedRegex("\u001b\\[[0-9;:]{0,40}m", RegexOptions.CultureInvariant)]
    private static partial Regex Colour();
}
