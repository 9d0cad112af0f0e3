using System.Globalization;
using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>Floats with a number of places, rounded as Python rounds: from the exact value, a half to the even digit.</summary>
internal static class DecimalText
{
    // No double has more.
    private const int MostPlaces = 1_100;

    public static string Fixed(double value, int places)
    {
        if (!double.IsFinite(value))
        {
            return PythonRepr.Float(value);
        }

        if (places > MostPlaces)
        {
            return Fixed(value, MostPlaces) + new string('0', places - MostPlaces);
        }

        var digits = BigInteger.Abs(Scaled(value, places)).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return (double.IsNegative(value) ? "-" : "") + digits[..^places] + (places > 0 ? "." + digits[^places..] : "");
    }

    public static double Round(double value, int places)
    {
        if (!double.IsFinite(value) || value == 0 || places > 323)
        {
            return value;
        }

        return double.Parse(string.Create(CultureInfo.InvariantCulture, $"{Scaled(value, Math.Max(places, -400))}e{-Math.Max(places, -400)}"), NumberStyles.Float, CultureInfo.InvariantCulture) is var rounded && rounded == 0
            ? Math.CopySign(0, value) : rounded;
    }

    /// <summary>The quotient, a half to the even number.</summary>
    public static BigInteger RoundedQuotient(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(dividend), divisor, out var rest);
        var twice = (rest * 2).CompareTo(divisor);
        quotient += twice > 0 || (twice == 0 && !quotient.IsEven) ? 1 : 0;
        return dividend.Sign < 0 ? -quotient : quotient;
    }

    private static BigInteger Scaled(double value, int places)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7ff);
        BigInteger mantissa = (bits & 0xfffffffffffff) | (exponent == 0 ? 0 : 1L << 52);
        exponent = Math.Max(exponent, 1) - 1075;
        var dividend = mantissa * (exponent > 0 ? BigInteger.One << exponent : 1) * (places > 0 ? BigInteger.Pow(10, places) : 1);
        var divisor = (exponent < 0 ? BigInteger.One << -exponent : 1) * (places < 0 ? BigInteger.Pow(10, -places) : 1);
        var scaled = RoundedQuotient(dividend, divisor);
        return value < 0 ? -scaled : scaled;
    }
}
