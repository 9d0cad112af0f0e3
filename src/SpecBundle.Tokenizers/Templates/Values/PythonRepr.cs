using System.Globalization;
using System.Numerics;
using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary>How Python writes values: <c>str</c> and <c>repr</c>.</summary>
internal static class PythonRepr
{
    // 4,300 digits.
    private const int MostBits = 14_284;

    /// <summary>What is printed: a text as it stands, anything else by its <c>repr</c>.</summary>
    public static string Text(object? value) => value switch
    {
        string text => text,
        Markup markup => markup.Text,
        Undefined => "",
        _ => Of(value),
    };

    public static string Of(object? value) => Of(value, new Visits());

    private static string Of(object? value, Visits visits)
    {
        visits.Add();
        return value switch
        {
            null => "None",
            bool truth => truth ? "True" : "False",
            long number => number.ToString(CultureInfo.InvariantCulture),
            BigInteger number => number.GetBitLength() <= MostBits ? number.ToString(CultureInfo.InvariantCulture) : throw new JinjaException("Exceeds the limit (4300 digits) for integer string conversion"),
            double number => Float(number),
            string text => Quoted(text),
            Markup markup => $"Markup({Quoted(markup.Text)})",
            TemplateList list => Joined("[", list.Items.Select(item => Of(item, visits)), "]"),
            TemplateTuple { Count: 1 } tuple => $"({Of(tuple.Items[0], visits)},)",
            TemplateTuple tuple => Joined("(", tuple.Items.Select(item => Of(item, visits)), ")"),
            TemplateMap map => Map(map.Pairs, visits),
            MapView view => $"{view.TypeName}({Joined("[", view.Items.Select(item => Of(item, visits)), "]")})",
            TemplateRange range => string.Create(CultureInfo.InvariantCulture, $"range({range.Start}, {range.Stop}{(range.Step == 1 ? "" : $", {range.Step}")})"),
            TemplateNamespace fields => $"<Namespace {Map(fields.Fields.Select(field => new KeyValuePair<object?, object?>(field.Key, field.Value)), visits)}>",
            Macro macro => $"<Macro {Quoted(macro.Name)}>",
            LoopState loop => string.Create(CultureInfo.InvariantCulture, $"<LoopContext {loop.Index + 1}/{loop.Count}>"),
            _ => PythonType.NameOf(value),
        };
    }

    /// <summary>The shortest digits that mean the number, as Python writes them.</summary>
    public static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var (mantissa, exponent, sign) = Digits(value.ToString("R", CultureInfo.InvariantCulture));
        if (value == 0)
        {
            return sign + "0.0";
        }

        if (exponent is < -4 or >= 16)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa[0]}{(mantissa.Length > 1 ? "." + mantissa[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        return sign + (exponent < 0 ? "0." + new string('0', -exponent - 1) + mantissa
            : mantissa.Length <= exponent + 1 ? mantissa.PadRight(exponent + 1, '0') + ".0"
            : mantissa[..(exponent + 1)] + "." + mantissa[(exponent + 1)..]);
    }

    /// <summary>The digits without zeros around them, and where the point stands: behind the first digit is 0.</summary>
    private static (string Digits, int Exponent, string Sign) Digits(string shortest)
    {
        var sign = shortest[0] == '-' ? "-" : "";
        var number = shortest.AsSpan(sign.Length);
        var mark = number.IndexOf('E');
        var exponent = mark < 0 ? 0 : int.Parse(number[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        number = mark < 0 ? number : number[..mark];
        var point = number.IndexOf('.') is >= 0 and var index ? index : number.Length;
        var digits = number.ToString().Replace(".", "", StringComparison.Ordinal);
        var zeros = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), exponent + point - zeros - 1, sign);
    }

    /// <summary>As <see cref="Of(object?)"/>, with every character beyond ASCII escaped.</summary>
    public static string Ascii(object? value) => string.Concat(Of(value).EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString()
        : rune.Value < 0x100 ? string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}")
        : rune.IsBmp ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}") : string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}")));

    public static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var result = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\\':
                    result.Append("\\\\");
                    break;
                case '\n':
                    result.Append("\\n");
                    break;
                case '\r':
                    result.Append("\\r");
                    break;
                case '\t':
                    result.Append("\\t");
                    break;
                case var code when code == quote:
                    result.Append('\\').Append(quote);
                    break;
                case var code when code is >= ' ' and < 0x7f || (code >= 0xa0 && IsPrintable(rune)):
                    result.Append(rune);
                    break;
                case < 0x100:
                    result.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
                    break;
                case < 0x10000:
                    result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                    break;
                default:
                    result.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
                    break;
            }
        }

        return result.Append(quote).ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    private static string Map(IEnumerable<KeyValuePair<object?, object?>> pairs, Visits visits) => Joined("{", pairs.Select(pair => Of(pair.Key, visits) + ": " + Of(pair.Value, visits)), "}");

    private static string Joined(string open, IEnumerable<string> items, string close) => open + string.Join(", ", items) + close;
}
