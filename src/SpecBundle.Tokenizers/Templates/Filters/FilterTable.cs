namespace SpeculativeDecoding.Templates;

/// <summary>What may stand behind <c>|</c>.</summary>
internal static class FilterTable
{
    private static readonly Dictionary<string, Filter> All = new IEnumerable<KeyValuePair<string, Filter>>[] { TextFilters.All, SequenceFilters.All, SelectionFilters.All, NumberFilters.All, MarkupFilters.All, JsonFilter.All }
        .SelectMany(filters => filters).ToDictionary(StringComparer.Ordinal);

    public static Filter? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>A filter whose arguments have names.</summary>
    public static Filter With(Signature signature, Func<RenderContext, object?, object?[], object?> filter) => (context, value, arguments) => filter(context, value, signature.Bind(arguments));
}
