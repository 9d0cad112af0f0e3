using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Templates;

/// <summary>The filters for HTML. Nothing is escaped by itself, so that a text which is safe is a text like any other.</summary>
internal static partial class MarkupFilters
{
    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>(StringComparer.Ordinal)
    {
        ["escape"] = Escaping("escape"),
        ["e"] = Escaping("escape"),
        ["forceescape"] = Escaping("forceescape"),
        ["safe"] = FilterTable.With(new("safe"), (_, value, _) => PythonRepr.Text(value)),
        ["striptags"] = FilterTable.With(new("striptags"), (_, value, _) => string.Join(' ', TextSplits.Split(Tags().Replace(PythonRepr.Text(value), ""), null, -1))),
        ["xmlattr"] = FilterTable.With(new("xmlattr", "autospace?"), (_, value, arguments) => Attributes(value, ArgumentReader.Truth(arguments[0], absent: true))),
    };

    private static Filter Escaping(string name) => FilterTable.With(new(name), (_, value, _) => Escape(PythonRepr.Text(value)));

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal);

    private static string Attributes(object? value, bool hasSpace)
    {
        var map = value as TemplateMap ?? throw new JinjaException($"'{PythonType.NameOf(value)}' object has no attribute 'items'");
        var text = string.Join(' ', map.Pairs.Where(pair => pair.Value is not (null or Undefined)).Select(pair => $"{Escape(PythonRepr.Text(pair.Key))}=\"{Escape(PythonRepr.Text(pair.Value))}\""));
        return hasSpace && text.Length > 0 ? " " + text : text;
    }

    [GeneratedRegex("<!--.*?-->|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tags();
}
