using System.Net;
using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary>The filters for HTML. Nothing is escaped by itself.</summary>
internal static class MarkupFilters
{
    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>(StringComparer.Ordinal)
    {
        ["escape"] = FilterTable.With(new("escape"), (_, value, _) => Markup.Escape(value)),
        ["e"] = FilterTable.With(new("escape"), (_, value, _) => Markup.Escape(value)),
        ["forceescape"] = FilterTable.With(new("forceescape"), (_, value, _) => new Markup(Markup.Escaped(PythonRepr.Text(value)))),
        ["safe"] = FilterTable.With(new("safe"), (_, value, _) => new Markup(PythonRepr.Text(value))),
        ["striptags"] = FilterTable.With(new("striptags"), (_, value, _) => WebUtility.HtmlDecode(string.Join(' ', TextSplits.Split(WithoutTags(PythonRepr.Text(value)), null, -1)))),
        ["xmlattr"] = FilterTable.With(new("xmlattr", "autospace?"), (_, value, arguments) => Attributes(value, ArgumentReader.Truth(arguments[0], absent: true))),
    };

    private static string Attributes(object? value, bool hasSpace)
    {
        var map = value as TemplateMap ?? throw new JinjaException($"'{PythonType.NameOf(value)}' object has no attribute 'items'");
        var text = string.Join(' ', map.Pairs.Where(pair => pair.Value is not (null or Undefined)).Select(pair => $"{Markup.Escape(pair.Key).Text}=\"{Markup.Escape(pair.Value).Text}\""));
        return hasSpace && text.Length > 0 ? " " + text : text;
    }

    private static string WithoutTags(string text)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        for (var open = text.IndexOf('<', StringComparison.Ordinal); open >= 0; open = text.IndexOf('<', at))
        {
            var isComment = text.AsSpan(open).StartsWith("<!--") && text.IndexOf("-->", open + 4, StringComparison.Ordinal) >= 0;
            var close = isComment ? text.IndexOf("-->", open + 4, StringComparison.Ordinal) + 2 : text.IndexOf('>', open);
            if (close < 0)
            {
                break;
            }

            result.Append(text, at, open - at);
            at = close + 1;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
