using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary>Texts with fields in braces: <c>str.format</c>, its members within the sandbox.</summary>
internal static class BraceFormat
{
    public static string Format(RenderContext context, string format, CallArguments arguments)
    {
        var next = 0;
        return Format(context, format, arguments, ref next, depth: 2);
    }

    private static string Format(RenderContext context, string format, CallArguments arguments, ref int next, int depth)
    {
        if (depth == 0)
        {
            throw new JinjaException("Max string recursion exceeded");
        }

        var result = new StringBuilder(format.Length);
        for (var i = 0; i < format.Length; i++)
        {
            var character = format[i];
            if (character is '{' or '}' && i + 1 < format.Length && format[i + 1] == character)
            {
                result.Append(character);
                i++;
            }
            else if (character == '{')
            {
                var end = FieldEnd(format, i + 1);
                result.Append(Field(context, format[(i + 1)..end], arguments, ref next, depth));
                context.Check(result.Length);
                i = end;
            }
            else
            {
                result.Append(character == '}' ? throw new JinjaException("Single '}' encountered in format string") : character);
            }
        }

        context.Charge(result.Length);
        return result.ToString();
    }

    private static int FieldEnd(string format, int start)
    {
        var depth = 1;
        for (var i = start; i < format.Length; i++)
        {
            depth += format[i] == '{' ? 1 : format[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw new JinjaException(start == format.Length ? "Single '{' encountered in format string" : "expected '}' before end of string");
    }

    private static string Field(RenderContext context, string field, CallArguments arguments, ref int next, int depth)
    {
        var bracket = field.LastIndexOf(']');
        var colon = field.IndexOf(':', StringComparison.Ordinal) is >= 0 and var first && first < bracket && field.AsSpan(0, first).Contains('[') ? field.IndexOf(':', bracket) : field.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? field : field[..colon];
        var conversion = '\0';
        if (name.Length > 1 && name[^2] == '!')
        {
            (conversion, name) = (name[^1], name[..^2]);
        }

        var value = Value(name, arguments, ref next);
        value = conversion switch
        {
            '\0' => value,
            's' => PythonRepr.Text(value),
            'r' => PythonRepr.Of(value),
            'a' => PythonRepr.Ascii(value),
            _ => throw new JinjaException($"Unknown conversion specifier {conversion}"),
        };
        return FormatSpecification.Read(colon < 0 ? "" : Format(context, field[(colon + 1)..], arguments, ref next, depth - 1)).Format(context, value);
    }

    private static object? Value(string name, CallArguments arguments, ref int next)
    {
        var end = name.AsSpan().IndexOfAny('.', '[');
        var first = end < 0 ? name : name[..end];
        object? value;
        if (first.Length == 0 || first.All(char.IsAsciiDigit))
        {
            if (next != 0 && first.Length == 0 == (next < 0))
            {
                throw new JinjaException(next < 0 ? "cannot switch from manual field specification to automatic field numbering" : "cannot switch from automatic field numbering to manual field specification");
            }

            next = first.Length == 0 ? next : -1;
            var index = first.Length == 0 ? next++ : int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : int.MaxValue;
            value = index < arguments.Positional.Length ? arguments.Positional[index] : throw new JinjaException($"Replacement index {index} out of range for positional args tuple");
        }
        else
        {
            var named = arguments.Named.FirstOrDefault(argument => argument.Name == first);
            value = named.Name is null ? throw new JinjaException(PythonRepr.Quoted(first)) : named.Value;
        }

        for (var at = end; at >= 0 && at < name.Length;)
        {
            var isItem = name[at] == '[';
            var stop = isItem ? name.IndexOf(']', at) : name.AsSpan(at + 1).IndexOfAny('.', '[') is >= 0 and var found ? at + 1 + found : name.Length;
            if (stop < 0)
            {
                throw new JinjaException("Missing ']' in format string");
            }

            var key = name[(at + 1)..stop];
            value = isItem ? Members.Item(value, key.Length > 0 && key.All(char.IsAsciiDigit) && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : key) : Members.Attribute(value, key);
            at = isItem ? stop + 1 : stop;
        }

        return value;
    }
}
