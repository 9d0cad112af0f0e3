using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Text as Python writes it in a program, in ASCII.</summary>
internal static class PythonLiteral
{
    public static string Of(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= ' ' and <= '~' and not ('"' or '\\'))
            {
                literal.Append(text[i]);
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(text, i))
            {
                literal.Append("\\U").Append(char.ConvertToUtf32(text, i++).ToString("x8", CultureInfo.InvariantCulture));
            }
            else
            {
                literal.Append("\\u").Append(((int)text[i]).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A list of texts.</summary>
    public static string Of(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Of))}]";
}
