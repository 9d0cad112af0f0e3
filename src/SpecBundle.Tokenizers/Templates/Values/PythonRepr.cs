using System.Globalization;
using System.Numerics;
using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary>How Python writes values: <c>str</c> and <c>repr</c>.</summary>
internal static class PythonRepr
{
    /// <summary>What is printed: a text as it stands, anything else by its <c>repr</c>.</summary>
    public static string Text(object? value) => value switch
    {
        string text => text,
        Undefined { IsForbidden: true } undefined => throw undefined.Error(),
        Undefined => "",
        _ => Of(value),
    };

    public static string Of(object? value)
    {
        StackGuard.Ensure();
        return value switch
        {
            null => "None",
            bool truth => truth ? "True" : "False",
            long number => number.ToString(CultureInfo.InvariantCulture),
            BigInteger number => number.ToString(CultureInfo.InvariantCulture),
            double number => Float(number),
            string text => Quoted(text),
            TemplateList list => Joined("[", list.Items.Select(Of), "]"),
            TemplateTuple { Count: 1 } tuple => $"({Of(tuple.Items[0])},)",
            TemplateTuple tuple => Joined("(", tuple.Items.Select(Of), ")"),
            TemplateMap map => Map(map.Pairs),
            MapView view => $"{view.TypeName}({Joined("[", view.Items.Select(Of), "]")})",
            TemplateRange range => string.Create(CultureInfo.InvariantCulture, $"range({range.Start}, {range.Stop}{(range.Step == 1 ? "" : $", {range.Step}")})"),
            TemplateNamespace fields => $"<Namespace {Map(fields.Fields.Select(field => new KeyValuePair<object?, object?>(field.Key, field.Value)))}>",
            Macro macro => $"<Macro {Quoted(macro.Name)}>",
            LoopState loop => string.Create(CultureInfo.InvariantCulture, $"<LoopContext {loop.Index + 1}/{loop.Count}>"),
            Undefined { IsForbidden: true } undefined => throw undefined.Error(),
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

        var digits = value.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = int.Parse(digits.AsSpan(digits.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var (mantissa, sign) = Mantissa(shortest);
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

    private static (string Digits, string Sign) Mantissa(string shortest)
    {
        var sign = shortest[0] == '-' ? "-" : "";
        var end = shortest.IndexOf('E', StringComparison.Ordinal);
        var digits = (end < 0 ? shortest : shortest[..end]).Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var trimmed = digits.TrimEnd('0');
        return (trimmed.Length == 0 ? "0" : trimmed, sign);
    }

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

    private static string Map(IEnumerable<KeyValuePair<object?, object?>> pairs) => Joined("{", pairs.Select(pair => Of(pair.Key) + ": " + Of(pair.Value)), "}");

    private static string Joined(string open, IEnumerable<string> items, string close) => open + string.Join(", ", items) + close;
}
