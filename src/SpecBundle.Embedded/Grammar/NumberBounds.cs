using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>The limits of a number, exact: whole numbers of 10 to the power of minus <paramref name="Scale"/>. A limit that is null is open.</summary>
internal sealed record NumberBounds(int Scale, BigInteger? Low, bool IsLowExcluded, BigInteger? High, bool IsHighExcluded)
{
    private const int MostDigits = 60;
    private const int OpenDigits = 15;
    private static readonly string[] Keywords = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];

    public bool IsOpen => Low is null && High is null;

    public static NumberBounds Read(SchemaPlace place)
    {
        var limits = Keywords.Select(name => Limit(place, name)).ToArray();
        var scale = limits.Max(limit => limit?.Scale ?? 0);
        var values = limits.Select(limit => limit is { } known ? known.Digits * BigInteger.Pow(10, scale - known.Scale) : (BigInteger?)null).ToArray();
        var isLowExcluded = values[1] is { } above && (values[0] is not { } least || above >= least);
        var isHighExcluded = values[3] is { } below && (values[2] is not { } most || below <= most);
        return new NumberBounds(scale, isLowExcluded ? values[1] : values[0], isLowExcluded, isHighExcluded ? values[3] : values[2], isHighExcluded);
    }

    /// <summary>The whole numbers within them, with an end where they are open.</summary>
    public (BigInteger Low, BigInteger High) Integers()
    {
        var one = BigInteger.Pow(10, Scale);
        var low = Low is { } least ? -FloorDivide(-least, one) + (IsLowExcluded && (least % one).IsZero ? 1 : 0) : (BigInteger?)null;
        var high = High is { } most ? FloorDivide(most, one) - (IsHighExcluded && (most % one).IsZero ? 1 : 0) : (BigInteger?)null;
        return (low ?? BigInteger.Min(-Open(high), 0), high ?? Open(low));
    }

    /// <summary>What an open end comes to: as many digits as every reader keeps, or one more than the other end has.</summary>
    public static BigInteger Open(BigInteger? other) =>
        BigInteger.Pow(10, Math.Max(OpenDigits, (other is { } known ? BigInteger.Abs(known).ToString(CultureInfo.InvariantCulture).Length : 0) + 1)) - 1;

    private static BigInteger FloorDivide(BigInteger value, BigInteger by)
    {
        var quotient = BigInteger.DivRem(value, by, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    private static (BigInteger Digits, int Scale)? Limit(SchemaPlace place, string name)
    {
        if (place.Field(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            throw place.Wrong(name, "is no number");
        }

        var text = value.GetRawText().ToLowerInvariant().Split('e');
        var exponent = text.Length == 1 ? 0 : int.TryParse(text[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) ? power : MostDigits;
        var point = text[0].IndexOf('.', StringComparison.Ordinal);
        var scale = (point < 0 ? 0 : text[0].Length - point - 1) - exponent;
        if (text[0].Length > MostDigits || Math.Abs(scale) >= MostDigits || Math.Abs(exponent) >= MostDigits)
        {
            throw place.Unsupported(name, "it has too many digits");
        }

        var digits = BigInteger.Parse(text[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return scale < 0 ? (digits * BigInteger.Pow(10, -scale), 0) : (digits, scale);
    }
}
