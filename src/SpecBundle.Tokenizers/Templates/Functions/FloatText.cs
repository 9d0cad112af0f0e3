using System.Globalization;

namespace SpeculativeDecoding.Templates;

/// <summary>Floats with an exponent, or with as many digits as are wanted.</summary>
internal static class FloatText
{
    public static string Exponential(double value, int places)
    {
        if (!double.IsFinite(value))
        {
            return PythonRepr.Float(value);
        }

        var text = value.ToString("e" + places.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var mark = text.IndexOf('e', StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{text[..mark]}e{text[mark + 1]}{int.Parse(text.AsSpan(mark + 2), NumberStyles.None, CultureInfo.InvariantCulture):00}");
    }

    public static string General(double value, int digits, bool keepsZeros)
    {
        if (!double.IsFinite(value))
        {
            return PythonRepr.Float(value);
        }

        digits = Math.Max(1, digits);
        var exponential = Exponential(value, digits - 1);
        var mark = exponential.IndexOf('e', StringComparison.Ordinal);
        var exponent = int.Parse(exponential.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var isFixed = exponent >= -4 && exponent < digits;
        var number = isFixed ? DecimalText.Fixed(value, digits - 1 - exponent) : exponential[..mark];
        number = !keepsZeros && number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number;
        return isFixed ? number : number + exponential[mark..];
    }
}
