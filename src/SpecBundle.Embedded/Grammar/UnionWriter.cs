using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Writes anyOf, and oneOf and allOf where they come to the same.</summary>
internal sealed class UnionWriter(SchemaWriter schemas)
{
    // Each is compared with each.
    private const int MostAlternatives = 200;

    public int Write(int from, SchemaPlace place, string keyword)
    {
        var ways = place.List(keyword);
        if (keyword == "allOf")
        {
            return ways.Count == 1 ? schemas.Write(from, ways[0]) : throw place.Unsupported("allOf", "it has more than one schema");
        }

        ways = [.. ways.Select(way => Typed(way, place))];
        if (keyword == "oneOf")
        {
            var apart = ways.Count <= MostAlternatives ? new SchemaDistinction(schemas) : throw place.Unsupported("oneOf", $"it has more than {MostAlternatives} alternatives; say anyOf");
            for (var i = 0; i < ways.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (!apart.Excludes(ways[i], ways[j]))
                    {
                        throw place.Unsupported("oneOf", $"{ways[j].Path} and {ways[i].Path} may both be true; alternatives must differ in their type, in an enum or const, or in that of a property that both require; or say anyOf");
                    }
                }
            }
        }

        return schemas.Grammar.Choice(from, ways.Select(way => (Func<int, int>)(start => schemas.Write(start, way))));
    }

    /// <summary>A type beside anyOf counts for each alternative that names none of its own.</summary>
    private static SchemaPlace Typed(SchemaPlace way, SchemaPlace place)
    {
        if (place.Field("type") is not { } type)
        {
            return way;
        }

        if (!way.IsObject || way.Has("$ref") || way.Has("anyOf") || way.Has("oneOf") || way.Has("allOf"))
        {
            throw place.Unsupported("type", $"it stands beside alternatives, and {way.Path} has none of its own");
        }

        if (way.Field("type") is { } own)
        {
            return JsonElement.DeepEquals(own, type) ? way : throw place.Unsupported("type", $"it stands beside alternatives, and {way.Path} has another one");
        }

        using var merged = JsonDocument.Parse(PlainJson.Render(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("type");
            type.WriteTo(json);
            foreach (var property in way.Schema.EnumerateObject())
            {
                property.WriteTo(json);
            }

            json.WriteEndObject();
        }));
        return way with { Schema = merged.RootElement.Clone() };
    }
}
