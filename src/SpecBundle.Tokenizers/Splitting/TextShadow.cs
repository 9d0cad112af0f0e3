using System.Globalization;
using System.Text;

namespace SpeculativeDecoding;

/// <summary>
/// Text in which every character beyond the basic plane is one of the basic plane of the same kind. .NET's regular
/// expressions see a surrogate pair as two characters that are no letters, the reference sees one character.
/// </summary>
internal readonly struct TextShadow
{
    private readonly int[]? _offsets;

    private TextShadow(string text, int[]? offsets) => (Text, _offsets) = (text, offsets);

    public string Text { get; }

    /// <param name="text">The text.</param>
    /// <param name="knowsHan">Whether a pattern asks for the script Han.</param>
    public static TextShadow Of(string text, bool knowsHan)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return new TextShadow(text, null);
        }

        var shadow = new StringBuilder(text.Length);
        var offsets = new List<int>(text.Length + 1);
        for (var i = 0; i < text.Length;)
        {
            offsets.Add(i);
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                shadow.Append(rune.IsBmp ? (char)rune.Value : StandIn(rune, knowsHan));
                i += rune.Utf16SequenceLength;
            }
            else
            {
                // Half a pair becomes U+FFFD in UTF-8, which is a symbol.
                shadow.Append('\uFFFD');
                i++;
            }
        }

        offsets.Add(text.Length);
        return new TextShadow(shadow.ToString(), [.. offsets]);
    }

    /// <summary>Where a character of the shadow begins in the text.</summary>
    public int OffsetOf(int index) => _offsets is null ? index : _offsets[index];

    // Ideographs are stood for by one that the ranges in patterns, such as [一-龥], leave out.
    private static char StandIn(Rune rune, bool knowsHan) => Rune.GetUnicodeCategory(rune) switch
    {
        // Marks of Chinese writing, of the script Han.
        UnicodeCategory.ModifierLetter when rune.Value == 0x16FE3 => '\u3005',
        _ when knowsHan && rune.Value is (0x16FE2 or 0x16FF0 or 0x16FF1) => '\u2E80',
        UnicodeCategory.OtherLetter when rune.Value is >= 0x20000 and <= 0x323AF => '\uFAD9',
        UnicodeCategory.UppercaseLetter => '\u0100',
        UnicodeCategory.LowercaseLetter => '\u0101',
        UnicodeCategory.TitlecaseLetter => '\u01C5',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => '\u01BB',
        UnicodeCategory.NonSpacingMark => '\u0300',
        UnicodeCategory.SpacingCombiningMark => '\u0903',
        UnicodeCategory.EnclosingMark => '\u20DD',
        UnicodeCategory.DecimalDigitNumber => '\u0660',
        UnicodeCategory.LetterNumber => '\u16EE',
        UnicodeCategory.OtherNumber => '\u00B2',
        UnicodeCategory.Format => '\u00AD',
        UnicodeCategory.ConnectorPunctuation => '\u203F',
        UnicodeCategory.DashPunctuation => '\u2010',
        UnicodeCategory.OpenPunctuation => '\u2045',
        UnicodeCategory.ClosePunctuation => '\u2046',
        UnicodeCategory.InitialQuotePunctuation => '\u2018',
        UnicodeCategory.FinalQuotePunctuation => '\u2019',
        UnicodeCategory.OtherPunctuation => '\u2020',
        UnicodeCategory.MathSymbol => '\u2211',
        UnicodeCategory.CurrencySymbol => '\u20AC',
        UnicodeCategory.ModifierSymbol => '\u02C2',
        UnicodeCategory.OtherNotAssigned => '\u0378',
        UnicodeCategory.PrivateUse => '\uE000',
        _ => '\u2603',
    };
}
