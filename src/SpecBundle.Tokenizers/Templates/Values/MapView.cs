namespace SpeculativeDecoding.Templates;

/// <summary>The keys, the values or the items of a dict.</summary>
internal sealed class MapView(TemplateMap map, string kind)
{
    public string TypeName => "dict_" + kind;

    public int Count => map.Count;

    public IEnumerable<object?> Items => kind switch
    {
        "keys" => map.Keys,
        "values" => map.Pairs.Select(pair => pair.Value),
        _ => map.Pairs.Select(object? (pair) => new TemplateTuple(pair.Key, pair.Value)),
    };
}
