namespace SpeculativeDecoding.Templates;

internal delegate object? MapMethod(TemplateMap map, CallArguments arguments);

/// <summary>The methods of Python's dicts that change nothing.</summary>
internal static class MapMethods
{
    private static readonly Signature GetSignature = new("get", "key", "default?");

    public static MapMethod? Find(string name) => name switch
    {
        "get" => Get,
        "items" => static (map, _) => new MapView(map, "items"),
        "keys" => static (map, _) => new MapView(map, "keys"),
        "values" => static (map, _) => new MapView(map, "values"),
        "copy" => static (map, _) => Copy(map),
        _ => null,
    };

    public static TemplateMap Copy(TemplateMap map)
    {
        var copy = new TemplateMap(map.Count);
        foreach (var (key, value) in map.Pairs)
        {
            copy[key] = value;
        }

        return copy;
    }

    private static object? Get(TemplateMap map, CallArguments arguments)
    {
        if (arguments.Named.Count > 0)
        {
            throw new JinjaException("get() takes no keyword arguments");
        }

        var bound = GetSignature.Bind(arguments);
        return map.TryGet(bound[0], out var value) ? value : ArgumentReader.Or(bound[1], null);
    }
}
