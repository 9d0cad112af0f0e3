namespace SpeculativeDecoding.Templates;

/// <summary>What may stand behind <c>|</c>.</summary>
internal static class FilterTable
{
    private static readonly Dictionary<string, Filter> All = new IEnumerable<KeyValuePair<string, Filter>>[] { TextFilters.All, SequenceFilters.All, SelectionFilters.All, NumberFilters.All, MarkupFilters.All, JsonFilter.All }
        .SelectMany(filters => filters).ToDictionary(StringComparer.Ordinal);

    public static Filter? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Applies a filter to a value, which may be text that is escaped: filters that keep it so give such text again.</summary>
    public static object? Apply(string name, Filter filter, RenderContext context, object? value, CallArguments arguments)
    {
        if (value is not Markup markup || name is "default" or "d" or "escape" or "e" or "forceescape" or "tojson" or "string")
        {
            return filter(context, value, arguments) is var result && value is Markup && name == "string" ? value : result;
        }

        var plain = Markup.Plain(arguments);
        return name switch
        {
            "trim" or "upper" or "lower" or "capitalize" or "indent" or "center" or "reverse" => Markup.Of(filter(context, markup.Text, plain)),
            "format" when arguments.Positional.Length > 0 => PythonOperators.Calculate(context, markup, "%", new TemplateTuple(arguments.Positional)),
            _ => filter(context, markup.Text, plain),
        };
    }

    /// <summary>A filter whose arguments have names.</summary>
    public static Filter With(Signature signature, Func<RenderContext, object?, object?[], object?> filter) => (context, value, arguments) => filter(context, value, signature.Bind(arguments));
}
