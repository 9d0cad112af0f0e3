using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary>Texts as Python has them: in code points, with its white space.</summary>
internal static class PythonText
{
    public static bool IsSpace(char character) => character is >= '\u001c' and <= '\u001f' || char.IsWhiteSpace(character);

    /// <summary>How many code points a text has.</summary>
    public static int Length(string text)
    {
        var length = text.Length;
        if (HasPairs(text))
        {
            foreach (var character in text)
            {
                length -= char.IsLowSurrogate(character) ? 1 : 0;
            }
        }

        return length;
    }

    /// <summary>The code points, a text each.</summary>
    public static IReadOnlyList<string> CodePoints(string text)
    {
        var points = new List<string>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var length = WidthAt(text, i);
            points.Add(length == 1 && text[i] < 128 ? Ascii[text[i]] : text.Substring(i, length));
            i += length;
        }

        return points;
    }

    /// <summary>Where the code point of a number begins, as an index of the text.</summary>
    public static int IndexOf(string text, int codePoint)
    {
        if (!HasPairs(text))
        {
            return Math.Min(codePoint, text.Length);
        }

        var at = 0;
        for (; codePoint > 0 && at < text.Length; codePoint--)
        {
            at += WidthAt(text, at);
        }

        return at;
    }

    /// <summary>The number of the code point that begins at an index of the text.</summary>
    public static int CodePointOf(string text, int index) => Length(text[..index]);

    public static string Trim(string text, string? characters) => TrimEnd(TrimStart(text, characters), characters);

    public static string TrimStart(string text, string? characters)
    {
        var start = 0;
        while (start < text.Length && Matches(text, start, characters) is > 0 and var width)
        {
            start += width;
        }

        return start == 0 ? text : text[start..];
    }

    public static string TrimEnd(string text, string? characters)
    {
        var end = text.Length;
        while (end > 0)
        {
            var start = end > 1 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? end - 2 : end - 1;
            if (Matches(text, start, characters) == 0)
            {
                break;
            }

            end = start;
        }

        return end == text.Length ? text : text[..end];
    }

    public static string Upper(string text) => text.Contains('\u00df', StringComparison.Ordinal) ? text.Replace("\u00df", "SS", StringComparison.Ordinal).ToUpperInvariant() : text.ToUpperInvariant();

    public static string Lower(string text) => text.ToLowerInvariant();

    public static string Capitalize(string text)
    {
        var width = text.Length == 0 ? 0 : WidthAt(text, 0);
        return Title(text[..width]) + Lower(text[width..]);
    }

    /// <summary>Each word with a capital; a word is a run of letters.</summary>
    public static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var isLetter = Rune.IsUpper(rune) || Rune.IsLower(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;
            result.Append(!isLetter ? rune.ToString() : inWord ? Lower(rune.ToString()) : rune.Value == 0xdf ? "Ss" : Rune.ToUpperInvariant(rune).ToString());
            inWord = isLetter;
        }

        return result.ToString();
    }

    public static string Repeat(string text, int count) => count <= 0 || text.Length == 0 ? "" : count == 1 ? text : new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    public static int Compare(string left, string right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            if (left[i] != right[i])
            {
                // Surrogates stand for what lies beyond all other characters.
                return (char.IsSurrogate(left[i]), char.IsSurrogate(right[i])) switch
                {
                    (true, false) => 1,
                    (false, true) => -1,
                    _ => left[i] - right[i],
                };
            }
        }

        return left.Length - right.Length;
    }

    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];

    /// <summary>Whether some code points are two characters.</summary>
    public static bool HasPairs(string text) => text.AsSpan().ContainsAnyInRange('\ud800', '\udfff');

    private static int WidthAt(string text, int index) => char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    private static int Matches(string text, int index, string? characters)
    {
        var width = WidthAt(text, index);
        return characters is null ? (IsSpace(text[index]) ? 1 : 0) : characters.AsSpan().IndexOf(text.AsSpan(index, width)) >= 0 ? width : 0;
    }
}
