using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary><c>urlencode</c>: of a text as part of a path, of a dict or pairs as a query.</summary>
internal static class UrlEncoding
{
    public static string Encode(object? value) => value switch
    {
        string text => Quote(text, "/"),
        TemplateMap map => string.Join('&', map.Pairs.Select(pair => Query(pair.Key) + "=" + Query(pair.Value))),
        _ when PythonIteration.TryItems(value) is { } items && value is not Undefined => string.Join('&', items.Select(item => PythonIteration.List(item) is [var key, var part] ? Query(key) + "=" + Query(part) : throw new JinjaException("not enough values to unpack (expected 2)"))),
        _ => Quote(PythonRepr.Text(value), "/"),
    };

    private static string Query(object? value) => Quote(PythonRepr.Text(value), "").Replace("%20", "+", StringComparison.Ordinal);

    private static string Quote(string text, string safe)
    {
        var result = new StringBuilder(text.Length);
        foreach (var code in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)code) || "_.-~".Contains((char)code, StringComparison.Ordinal) || safe.Contains((char)code, StringComparison.Ordinal))
            {
                result.Append((char)code);
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"%{code:X2}");
            }
        }

        return result.ToString();
    }
}
