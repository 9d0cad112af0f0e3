using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>Whole numbers that are written out, as Python's <c>int</c> reads them.</summary>
internal static class IntegerText
{
    private const int MostDigits = 4300;

    public static bool TryRead(string text, int numberBase, out BigInteger number)
    {
        number = 0;
        var digits = PythonText.Trim(text, null);
        var isNegative = digits.StartsWith('-');
        digits = digits.Length > 0 && digits[0] is '-' or '+' ? digits[1..] : digits;
        if (digits.Length > 2 && digits[0] == '0' && char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 } is > 0 and var named && (numberBase == named || numberBase == 0))
        {
            (digits, numberBase) = (digits[2..].TrimStart('_'), named);
        }

        numberBase = numberBase == 0 ? 10 : numberBase;
        if (WithoutUnderscores(digits) is not { Length: > 0 and <= MostDigits } plain || numberBase is < 2 or > 36)
        {
            return false;
        }

        foreach (var character in plain)
        {
            var digit = char.IsDigit(character) ? (int)char.GetNumericValue(character) : char.IsAsciiLetter(character) ? char.ToLowerInvariant(character) - 'a' + 10 : int.MaxValue;
            if (digit >= numberBase)
            {
                return false;
            }

            number = (number * numberBase) + digit;
        }

        number = isNegative ? -number : number;
        return true;
    }

    /// <summary>The text without underscores between digits; null where one stands elsewhere.</summary>
    public static string? WithoutUnderscores(string digits) =>
        digits.StartsWith('_') || digits.EndsWith('_') || digits.Contains("__", StringComparison.Ordinal) ? null : digits.Replace("_", "", StringComparison.Ordinal);
}
