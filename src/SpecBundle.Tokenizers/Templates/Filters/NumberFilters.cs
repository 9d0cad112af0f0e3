using System.Globalization;
using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>The filters that make numbers.</summary>
internal static class NumberFilters
{
    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>(StringComparer.Ordinal)
    {
        ["int"] = FilterTable.With(new("int", "default?", "base?"), Integer),
        ["float"] = FilterTable.With(new("float", "default?"), (_, value, arguments) => Float(value) is { } number ? number : ArgumentReader.Or(arguments[0], 0.0)),
        ["abs"] = FilterTable.With(new("abs"), (_, value, _) => value switch
        {
            double number => Math.Abs(number),
            not null when PythonNumber.IsInteger(value) => PythonNumber.Normal(BigInteger.Abs(PythonNumber.Integer(value))),
            Undefined undefined => throw undefined.Error(),
            _ => throw new JinjaException($"bad operand type for abs(): '{PythonType.NameOf(value)}'"),
        }),
        ["round"] = FilterTable.With(new("round", "precision?", "method?"), Round),
        ["filesizeformat"] = FilterTable.With(new("filesizeformat", "binary?"), FileSize),
    };

    private static object? Integer(RenderContext context, object? value, object?[] arguments)
    {
        // The digits of a number are read in the square of their number.
        context.Charge(value is string digits ? Math.Min(digits.Length, 4300L) * Math.Min(digits.Length, 4300L) : 0);
        switch (value)
        {
            case long or BigInteger or bool:
                return PythonNumber.Normal(PythonNumber.Integer(value));
            case string text when IntegerText.TryRead(text, ArgumentReader.Integer(arguments[1], 10), out var number):
                return PythonNumber.Normal(number);
        }

        return Float(value) is { } real && !double.IsNaN(real)
            ? double.IsInfinity(real) ? throw new JinjaException("cannot convert float infinity to integer") : PythonNumber.Normal(new BigInteger(real))
            : ArgumentReader.Or(arguments[0], PythonNumber.Box(0));
    }

    /// <summary>What Python's <c>float</c> makes of a value; null where it makes nothing of it.</summary>
    private static double? Float(object? value)
    {
        switch (value)
        {
            case Undefined undefined:
                throw undefined.Error();
            case string text:
                var digits = PythonText.Trim(text, null);
                return digits.TrimStart('+', '-').ToLowerInvariant() switch
                {
                    "inf" or "infinity" when digits.Length - digits.TrimStart('+', '-').Length <= 1 => digits[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
                    "nan" => double.NaN,
                    _ => IntegerText.WithoutUnderscores(digits) is { } plain && plain.Length > 0 && plain.All(character => char.IsAsciiDigit(character) || character is '.' or 'e' or 'E' or '+' or '-')
                        && double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : null,
                };
            case not null when PythonNumber.IsNumber(value):
                return PythonNumber.Double(value);
            default:
                return null;
        }
    }

    private static object Round(RenderContext context, object? value, object?[] arguments)
    {
        var precision = ArgumentReader.Integer(arguments[0]);
        var method = ArgumentReader.Or(arguments[1], "common");
        if (!PythonNumber.IsNumber(value))
        {
            throw (value as Undefined)?.Error() ?? new JinjaException($"type {PythonType.NameOf(value)} doesn't define __round__ method");
        }

        if (method is "common")
        {
            return value is double number ? DecimalText.Round(number, precision)
                : precision >= 0 ? PythonNumber.Normal(PythonNumber.Integer(value!))
                : PythonNumber.Normal(DecimalText.RoundedQuotient(PythonNumber.Integer(value!), BigInteger.Pow(10, Math.Min(-precision, 400))) * BigInteger.Pow(10, Math.Min(-precision, 400)));
        }

        var scale = Math.Pow(10, precision);
        return method switch
        {
            "ceil" => Math.Ceiling(PythonNumber.Double(value!) * scale) / scale,
            "floor" => Math.Floor(PythonNumber.Double(value!) * scale) / scale,
            _ => throw new JinjaException("method must be common, ceil or floor"),
        };
    }

    private static object FileSize(RenderContext context, object? value, object?[] arguments)
    {
        var bytes = Float(value) ?? throw new JinjaException($"could not convert {PythonType.NameOf(value)} to float: {PythonRepr.Of(value)}");
        var isBinary = ArgumentReader.Truth(arguments[0]);
        double size = isBinary ? 1024 : 1000;
        if (bytes == 1)
        {
            return "1 Byte";
        }

        if (bytes < size)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Truncate(bytes)} Bytes");
        }

        var unit = size;
        const string Prefixes = "kMGTPEZY";
        for (var i = 0; ; i++)
        {
            unit *= size;
            if (bytes < unit || i == Prefixes.Length - 1)
            {
                return $"{DecimalText.Fixed(size * bytes / unit, 1)} {(isBinary ? char.ToUpperInvariant(Prefixes[i]) + "i" : Prefixes[i])}B";
            }
        }
    }
}
