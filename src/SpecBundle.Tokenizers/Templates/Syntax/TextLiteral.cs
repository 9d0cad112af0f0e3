using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary>The content of a quoted text, its escapes resolved as Python resolves them.</summary>
internal static class TextLiteral
{
    public static string Read(ReadOnlySpan<char> literal, int line)
    {
        if (!literal.Contains('\\'))
        {
            return literal.ToString();
        }

        var text = new StringBuilder(literal.Length);
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '\\')
            {
                text.Append(literal[i]);
                continue;
            }

            switch (literal[++i])
            {
                case '\n':
                    break;
                case 'n':
                    text.Append('\n');
                    break;
                case 't':
                    text.Append('\t');
                    break;
                case 'r':
                    text.Append('\r');
                    break;
                case 'a':
                    text.Append('\a');
                    break;
                case 'b':
                    text.Append('\b');
                    break;
                case 'f':
                    text.Append('\f');
                    break;
                case 'v':
                    text.Append('\v');
                    break;
                case '\\' or '\'' or '"':
                    text.Append(literal[i]);
                    break;
                case >= '0' and <= '7':
                    text.Append((char)Octal(literal, ref i));
                    break;
                case 'x':
                    Append(text, Hexadecimal(literal, ref i, 2, line));
                    break;
                case 'u':
                    Append(text, Hexadecimal(literal, ref i, 4, line));
                    break;
                case 'U':
                    Append(text, Hexadecimal(literal, ref i, 8, line));
                    break;
                case 'N':
                    throw Error("characters by their name (\\N) are not read here: write \\u with the number", line);
                default:
                    text.Append('\\').Append(literal[i]);
                    break;
            }
        }

        return text.ToString();
    }

    private static int Octal(ReadOnlySpan<char> literal, ref int at)
    {
        var value = literal[at] - '0';
        for (var digits = 1; digits < 3 && at + 1 < literal.Length && literal[at + 1] is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + (literal[++at] - '0');
        }

        return value;
    }

    private static int Hexadecimal(ReadOnlySpan<char> literal, ref int at, int digits, int line)
    {
        var kind = literal[at];
        if (at + digits >= literal.Length || !int.TryParse(literal.Slice(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw Error($"truncated \\{kind}{new string('X', digits)} escape", line);
        }

        at += digits;
        return code is >= 0 and <= 0x10ffff ? code : throw Error("illegal Unicode character", line);
    }

    private static void Append(StringBuilder text, int code)
    {
        if (code < 0x10000)
        {
            text.Append((char)code);
        }
        else
        {
            text.Append(char.ConvertFromUtf32(code));
        }
    }

    private static JinjaException Error(string message, int line) => new JinjaException(message, JinjaErrorKind.Syntax).At(line);
}
