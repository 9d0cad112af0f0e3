namespace SpeculativeDecoding;

/// <summary>Korean syllables, which Unicode composes by arithmetic: a leading consonant, a vowel, and perhaps a trailing consonant.</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00;
    private const int Leading = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trailing = 0x11A7;
    private const int LeadingCount = 19;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    /// <summary>Whether a character may join the one before it.</summary>
    public static bool IsJoining(int code) => code is >= Vowels and < Vowels + VowelCount or > Trailing and < Trailing + TrailingCount;

    /// <summary>Adds the parts of a syllable; false where the character is none.</summary>
    public static bool Decompose(int code, List<int> output)
    {
        var index = code - Syllables;
        if (index is < 0 or >= SyllableCount)
        {
            return false;
        }

        output.Add(Leading + (index / (VowelCount * TrailingCount)));
        output.Add(Vowels + (index / TrailingCount % VowelCount));
        if (index % TrailingCount is var trailing and > 0)
        {
            output.Add(Trailing + trailing);
        }

        return true;
    }

    /// <summary>The syllable of two characters; null where they make none.</summary>
    public static int? Compose(int first, int second)
    {
        if (first is >= Leading and < Leading + LeadingCount && second is >= Vowels and < Vowels + VowelCount)
        {
            return Syllables + ((((first - Leading) * VowelCount) + second - Vowels) * TrailingCount);
        }

        var isOpenSyllable = first is >= Syllables and < Syllables + SyllableCount && (first - Syllables) % TrailingCount == 0;
        return isOpenSyllable && second is > Trailing and < Trailing + TrailingCount ? first + second - Trailing : null;
    }
}
