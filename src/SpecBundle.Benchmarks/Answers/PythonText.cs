using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// What Python takes for a word and for a number, where .NET sees another. Not followed are characters of two UTF-16
/// units, the separators U+001C to U+001F as white space, and letters such as ı and ſ that turn into another's capital.
/// </summary>
internal static partial class PythonText
{
    /// <summary>
    /// A character of a word: in <c>A²</c> and <c>①A</c> the letter does not stand alone, beside a combining mark it
    /// does; .NET's <c>\w</c> has both the other way round.
    /// </summary>
    public const string Word = @"[\p{L}\p{N}_]";

    /// <summary>Where a word may begin, as Python's <c>\b</c> in front of one.</summary>
    public const string Start = $"(?<!{Word})";

    /// <summary>Where a word may end, as Python's <c>\b</c> behind one.</summary>
    public const string End = $"(?!{Word})";

    /// <summary>A number in the digits that .NET parses: Python reads those of every script, and underscores between them.</summary>
    public static string Digits(string number) => string.Concat(Underscore().Replace(number, "")
        .Select(letter => char.IsDigit(letter) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(letter)) : letter));

    [GeneratedRegex(@"(?<=\d)_(?=\d)")]
    private static partial Regex Underscore();
}
