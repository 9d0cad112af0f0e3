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

    public static TextShadow Of(string text)
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
                shadow.Append(rune.IsBmp ? (char)rune.Value : StandIn(rune));
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

    private static char StandIn(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.OtherLetter when rune.Value is >= 0x20000 and <= 0x323AF => '\u4E00',
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
        UnicodeCategory.OtherNotAssigned => '\u0378',
        UnicodeCategory.PrivateUse => '\uE000',
        _ => '\u2603',
    };
}
