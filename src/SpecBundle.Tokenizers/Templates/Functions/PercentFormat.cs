using System.Globalization;
using System.Numerics;
using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary>Texts with fields that begin with <c>%</c>.</summary>
internal static class PercentFormat
{
    public static string Format(RenderContext context, string format, object? values)
    {
        var result = new StringBuilder(format.Length);
        var items = values is TemplateTuple tuple ? tuple.Items : [values];
        var (next, usesNames) = (0, false);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }

            var field = Field.Read(format, ref i, () => ArgumentReader.Integer(Next()));
            if (field.Type == '%')
            {
                result.Append('%');
                continue;
            }

            usesNames |= field.Name is not null;
            var value = field.Name is null ? Next()
                : (values as TemplateMap ?? throw new JinjaException("format requires a mapping")).TryGet(field.Name, out var named) ? named : throw new JinjaException(PythonRepr.Quoted(field.Name));
            result.Append(field.Write(context, value));
            context.Check(result.Length);
        }

        context.Charge(result.Length);
        return next < items.Count && !usesNames && values is not TemplateMap and not TemplateList { } && (values is TemplateTuple || next == 0)
            ? throw new JinjaException("not all arguments converted during string formatting") : result.ToString();

        object? Next() => next < items.Count ? items[next++] : throw new JinjaException("not enough arguments for format string");
    }

    private sealed record Field(string? Name, string Flags, int Width, int? Precision, char Type)
    {
        public static Field Read(string format, ref int at, Func<int> star)
        {
            at++;
            string? name = null;
            if (at < format.Length && format[at] == '(')
            {
                var depth = 1;
                var start = ++at;
                for (; at < format.Length && depth > 0; at++)
                {
                    depth += format[at] == '(' ? 1 : format[at] == ')' ? -1 : 0;
                }

                name = depth == 0 ? format[start..(at - 1)] : throw new JinjaException("incomplete format key");
            }

            var flagStart = at;
            while (at < format.Length && format[at] is '-' or '+' or ' ' or '#' or '0')
            {
                at++;
            }

            var flags = format[flagStart..Math.Min(at, format.Length)];
            var width = Number(format, ref at, star) ?? 0;
            int? precision = null;
            if (at < format.Length && format[at] == '.')
            {
                at++;
                precision = Number(format, ref at, star) ?? 0;
            }

            while (at < format.Length && format[at] is 'l' or 'h' or 'L')
            {
                at++;
            }

            return at >= format.Length ? throw new JinjaException("incomplete format")
                : new Field(name, width < 0 ? flags + "-" : flags, Math.Abs(Math.Max(width, -int.MaxValue)), precision is { } places ? Math.Max(0, places) : null, format[at]);
        }

        public string Write(RenderContext context, object? value)
        {
            var align = Flags.Contains('-', StringComparison.Ordinal) ? '<' : '>';
            var sign = Flags.Contains('+', StringComparison.Ordinal) ? '+' : Flags.Contains(' ', StringComparison.Ordinal) ? ' ' : '\0';
            var fill = align == '>' && Flags.Contains('0', StringComparison.Ordinal) ? "0" : " ";
            var isAlternate = Flags.Contains('#', StringComparison.Ordinal);
            var text = new FormatSpecification(" ", align, '\0', false, Width, '\0', Precision, 's');
            var number = new FormatSpecification(fill, fill == "0" ? '=' : align, sign, isAlternate, Width, '\0', null, '\0');
            switch (Type)
            {
                case 's':
                    return text.Format(context, PythonRepr.Text(value));
                case 'r':
                    return text.Format(context, PythonRepr.Of(value));
                case 'a':
                    return text.Format(context, PythonRepr.Ascii(value));
                case 'c':
                    return (text with { Precision = null }).Format(context, value is string { Length: > 0 } character && PythonText.Length(character) == 1 ? character
                        : value is long code && Rune.IsValid((int)Math.Clamp(code, -1, int.MaxValue)) ? new Rune((int)code).ToString() : throw new JinjaException("%c requires int or char"));
                case 'd' or 'i' or 'u':
                    return WriteInteger(context, number, value switch
                    {
                        double real when double.IsFinite(real) => new BigInteger(real),
                        _ => Integer(value, "%d format: a real number is required, not "),
                    }, integer => integer.ToString(CultureInfo.InvariantCulture), "");
                case 'x' or 'X':
                    var hexadecimal = WriteInteger(context, number, Integer(value, $"%{Type} format: an integer is required, not "), FormatSpecification.Hexadecimal, isAlternate ? "0x" : "");
                    return Type == 'X' ? hexadecimal.ToUpperInvariant() : hexadecimal;
                case 'o':
                    return WriteInteger(context, number, Integer(value, "%o format: an integer is required, not "), integer => FormatSpecification.Digits(integer, 8), isAlternate ? "0o" : "");
                case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                    return PythonNumber.IsNumber(value) ? (number with { Type = Type, Precision = Precision }).Format(context, PythonNumber.Double(value!))
                        : throw (value as Undefined)?.Error() ?? new JinjaException($"must be real number, not {PythonType.NameOf(value)}");
                default:
                    throw new JinjaException(string.Create(CultureInfo.InvariantCulture, $"unsupported format character '{Type}' (0x{(int)Type:x})"));
            }
        }

        private string WriteInteger(RenderContext context, FormatSpecification specification, BigInteger value, Func<BigInteger, string> digits, string prefix)
        {
            context.Check(Math.Max(Width, Precision ?? 0));
            var text = prefix + digits(BigInteger.Abs(value)).PadLeft(Precision ?? 0, '0');
            var sign = value.Sign < 0 ? "-" : specification.Sign == '\0' ? "" : specification.Sign.ToString();
            var room = Math.Max(0, Width - text.Length - sign.Length);
            return specification.Align switch
            {
                '<' => sign + text + new string(' ', room),
                '=' => sign + prefix + new string('0', room) + text[prefix.Length..],
                _ => new string(' ', room) + sign + text,
            };
        }

        private static BigInteger Integer(object? value, string problem) => PythonNumber.IsInteger(value) ? PythonNumber.Integer(value!)
            : throw (value as Undefined)?.Error() ?? new JinjaException(problem + PythonType.NameOf(value));

        private static int? Number(string format, ref int at, Func<int> star)
        {
            if (at < format.Length && format[at] == '*')
            {
                at++;
                return star();
            }

            var start = at;
            while (at < format.Length && char.IsAsciiDigit(format[at]))
            {
                at++;
            }

            return at == start ? null : int.TryParse(format.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new JinjaException("width too big");
        }
    }
}
