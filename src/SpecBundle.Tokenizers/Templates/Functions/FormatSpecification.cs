using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Templates;

/// <summary>How a value is to be written: fill, alignment, sign, width, grouping, precision and type.</summary>
internal sealed partial record FormatSpecification(string Fill, char Align, char Sign, bool IsAlternate, int Width, char Grouping, int? Precision, char Type)
{
    /// <summary>Reads what stands behind the colon of a field of <c>str.format</c>.</summary>
    public static FormatSpecification Read(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            throw new JinjaException($"Invalid format specifier '{text}'");
        }

        var isZeroFilled = match.Groups["zero"].Success;
        return new FormatSpecification(
            match.Groups["fill"].Success ? match.Groups["fill"].Value : isZeroFilled ? "0" : " ",
            Character("align") is not '\0' and var align ? align : isZeroFilled ? '=' : '\0',
            Character("sign"), match.Groups["alternate"].Success, Number("width") ?? 0, Character("grouping"), Number("precision"), Character("type"));

        char Character(string name) => match.Groups[name].Success ? match.Groups[name].Value[0] : '\0';

        int? Number(string name) => !match.Groups[name].Success ? null
            : int.TryParse(match.Groups[name].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new JinjaException("Too many decimal digits in format string");
    }

    public string Format(RenderContext context, object? value)
    {
        context.Charge(Width);
        context.Check(Precision ?? 0);
        switch (value)
        {
            case string when Sign != '\0' || Align == '=' || Grouping != '\0':
                throw new JinjaException("Sign, '=' and ',' are not allowed in string format specifier");
            case string text when Type is '\0' or 's':
                return Pad(Precision is { } most ? text[..PythonText.IndexOf(text, most)] : text, "", '<');
            case bool truth when this == Read(""):
                return truth ? "True" : "False";
            case double number:
                return Signed(number < 0 || (number == 0 && double.IsNegative(number)), Float(Math.Abs(number)));
            case not null when PythonNumber.IsInteger(value):
                var integer = PythonNumber.Integer(value);
                return Type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%' ? Signed(integer.Sign < 0, Float(Math.Abs((double)integer))) : Signed(integer.Sign < 0, Integer(BigInteger.Abs(integer)));
            case string:
                throw new JinjaException($"Unknown format code '{Type}' for object of type 'str'");
            default:
                return this == Read("") ? PythonRepr.Text(value) : throw new JinjaException($"unsupported format string passed to {PythonType.NameOf(value)}.__format__");
        }
    }

    private string Integer(BigInteger value) => Type switch
    {
        '\0' or 'd' or 'n' => Grouped(value.ToString(CultureInfo.InvariantCulture), 3),
        'x' => (IsAlternate ? "0x" : "") + Grouped(Hexadecimal(value), 4),
        'X' => (IsAlternate ? "0X" : "") + Grouped(Hexadecimal(value).ToUpperInvariant(), 4),
        'o' => (IsAlternate ? "0o" : "") + Grouped(Digits(value, 8), 4),
        'b' => (IsAlternate ? "0b" : "") + Grouped(Digits(value, 2), 4),
        'c' when value <= 0x10ffff && Rune.IsValid((int)value) => new Rune((int)value).ToString(),
        _ => throw new JinjaException($"Unknown format code '{Type}' for object of type 'int'"),
    };

    public static string Hexadecimal(BigInteger value) => value.IsZero ? "0" : value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    public static string Digits(BigInteger value, int numberBase)
    {
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, (char)('0' + (int)(value % numberBase)));
            value /= numberBase;
        }
        while (!value.IsZero);
        return digits.ToString();
    }

    private string Float(double value)
    {
        var text = Type switch
        {
            '\0' when Precision is null => PythonRepr.Float(value),
            '\0' => FloatText.General(value, Precision.Value, false) is var general && !general.Contains('.', StringComparison.Ordinal) && !general.Contains('e', StringComparison.Ordinal) && double.IsFinite(value) ? general + ".0" : FloatText.General(value, Precision.Value, false),
            'f' or 'F' => DecimalText.Fixed(value, Precision ?? 6),
            'e' or 'E' => FloatText.Exponential(value, Precision ?? 6),
            'g' or 'G' or 'n' => FloatText.General(value, Precision ?? 6, IsAlternate),
            '%' => DecimalText.Fixed(value * 100, Precision ?? 6) + "%",
            _ => throw new JinjaException($"Unknown format code '{Type}' for object of type 'float'"),
        };
        var point = text.AsSpan().IndexOfAny('.', 'e', '%');
        text = Grouping == '\0' ? text : Grouped(point < 0 ? text : text[..point], 3) + (point < 0 ? "" : text[point..]);
        return char.IsUpper(Type) ? text.ToUpperInvariant() : text;
    }

    private string Grouped(string digits, int size)
    {
        if (Grouping == '\0')
        {
            return digits;
        }

        var grouped = new StringBuilder(digits);
        for (var at = digits.Length - size; at > 0; at -= size)
        {
            grouped.Insert(at, Grouping);
        }

        return grouped.ToString();
    }

    private string Signed(bool isNegative, string digits) => Pad(digits, isNegative ? "-" : Sign switch
    {
        '+' => "+",
        ' ' => " ",
        _ => "",
    }, '>');

    private string Pad(string text, string sign, char align)
    {
        var room = Width - PythonText.Length(text) - sign.Length;
        if (room <= 0)
        {
            return sign + text;
        }

        return (Align == '\0' ? align : Align) switch
        {
            '<' => sign + text + PythonText.Repeat(Fill, room),
            '^' => PythonText.Repeat(Fill, room / 2) + sign + text + PythonText.Repeat(Fill, room - (room / 2)),
            '=' => sign + PythonText.Repeat(Fill, room) + text,
            _ => PythonText.Repeat(Fill, room) + sign + text,
        };
    }

    [GeneratedRegex(@"\A(?:(?<fill>[\ud800-\udbff][\udc00-\udfff]|.)(?=[<>=^]))?(?<align>[<>=^])?(?<sign>[-+ ])?(?<alternate>#)?(?<zero>0)?(?<width>[0-9]+)?(?<grouping>[,_])?(?:\.(?<precision>[0-9]+))?(?<type>[a-zA-Z%])?\z", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
