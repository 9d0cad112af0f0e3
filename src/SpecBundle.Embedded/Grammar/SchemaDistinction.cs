using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Whether no value can satisfy two schemas both, as far as their types and fixed values tell.</summary>
internal sealed class SchemaDistinction(SchemaWriter schemas)
{
    public bool Excludes(SchemaPlace left, SchemaPlace right) => Excludes(left, right, depth: 0);

    private bool Excludes(SchemaPlace left, SchemaPlace right, int depth)
    {
        (left, right) = (schemas.Resolve(left), schemas.Resolve(right));
        if (depth > 8 || !left.IsObject || !right.IsObject)
        {
            return left.Schema.ValueKind == JsonValueKind.False || right.Schema.ValueKind == JsonValueKind.False;
        }

        if (LiteralWriter.Values(left) is { } some && LiteralWriter.Values(right) is { } others)
        {
            return !some.Any(value => others.Any(other => JsonElement.DeepEquals(value, other)));
        }

        if (Types(left) is { } types && Types(right) is { } otherTypes && !types.Overlaps(otherTypes))
        {
            return true;
        }

        return left.Names("required").Any(name => Property(left, name) is { } property
                && (right.Names("required").Contains(name) && Property(right, name) is { } other ? Excludes(property, other, depth + 1) : IsClosedTo(right, name)))
            || right.Names("required").Any(name => IsClosedTo(left, name));
    }

    private static SchemaPlace? Property(SchemaPlace place, string name) => place.Inner("properties")?.Inner(name);

    private static bool IsClosedTo(SchemaPlace place, string name) =>
        place.Field("additionalProperties") is { ValueKind: JsonValueKind.False } && Property(place, name) is null;

    /// <summary>The types that a value may have at all; null where they are not told. An integer is a number too.</summary>
    private static HashSet<string>? Types(SchemaPlace place)
    {
        if (LiteralWriter.Values(place) is { } values)
        {
            return [.. values.Select(value => Broad(LiteralWriter.TypeOf(value)))];
        }

        // Keywords without a type leave a value of any other type be.
        return place.Has("type") && SchemaKeywords.TypesOf(place) is { } types ? [.. types.Select(Broad)] : null;
    }

    private static string Broad(string type) => type == "integer" ? "number" : type;
}
