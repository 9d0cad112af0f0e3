using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Finds what a $ref names: a place in the same schema, by a JSON pointer.</summary>
internal static class SchemaReference
{
    public static SchemaPlace Find(SchemaPlace root, SchemaPlace place)
    {
        var reference = place.Text("$ref")!;
        if (reference != "#" && !reference.StartsWith("#/", StringComparison.Ordinal))
        {
            throw place.Unsupported("$ref", $"{reference} is not within this schema");
        }

        var found = root;
        foreach (var part in reference.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = Step(found, name) ?? throw place.Wrong("$ref", $"names {reference}, which is not there");
        }

        return found;
    }

    private static SchemaPlace? Step(SchemaPlace place, string name) => place.Schema.ValueKind switch
    {
        JsonValueKind.Object => place.Inner(name),
        JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < place.Schema.GetArrayLength() => place.At(name, place.Schema[index]),
        _ => null,
    };
}
