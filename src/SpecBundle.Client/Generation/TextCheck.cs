namespace SpeculativeDecoding;

/// <summary>Whether a .NET text is one that UTF-8 can carry.</summary>
internal static class TextCheck
{
    /// <summary>The index of the first half of a surrogate pair that lacks its other half; null where there is none.</summary>
    public static int? FindLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var start = 0; text[start..].IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var offset; start += 2)
        {
            start += offset;
            if (start + 1 >= text.Length || !char.IsSurrogatePair(text[start], text[start + 1]))
            {
                return start;
            }
        }

        return null;
    }

    /// <summary>The text itself.</summary>
    /// <exception cref="InvalidValueException">It is not whole.</exception>
    public static string Require(string text, string property) => FindLoneSurrogate(text) is { } index
        ? throw new InvalidValueException(property, FormattableString.Invariant($"a text with half a surrogate pair at index {index}"), "half a character can't be sent", "Cut text between characters, not within them.")
        : text;
}
