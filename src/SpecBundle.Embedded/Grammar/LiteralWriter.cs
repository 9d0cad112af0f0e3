using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Writes the values of enum and const.</summary>
internal sealed class LiteralWriter(SchemaWriter schemas)
{
    /// <summary>The values that a schema names; null where it names none.</summary>
    public static IReadOnlyList<JsonElement>? Values(SchemaPlace place) => place.Field("const") is { } only
        ? [only]
        : place.Field("enum") switch
        {
            null => null,
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
            _ => throw place.Wrong("enum", "is no list"),
        };

    public static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };

    public int Write(int from, SchemaPlace place)
    {
        var types = place.Has("type") ? SchemaKeywords.TypesOf(place) : null;
        var values = Values(place)!.Where(value => types is null || types.Any(type => Is(value, type)));
        return schemas.Grammar.Choice(from, values.Select(value => (Func<int, int>)(start => Write(start, value))));
    }

    private static bool Is(JsonElement value, string type) =>
        TypeOf(value) == type || (type == "integer" && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == Math.Floor(number));

    private int Write(int from, JsonElement value)
    {
        var grammar = schemas.Grammar;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return schemas.Strings.WriteLiteral(from, value.GetString()!);
            case JsonValueKind.Array:
                var place = grammar.Text(from, "["u8);
                foreach (var (item, i) in value.EnumerateArray().Select((item, i) => (item, i)))
                {
                    place = Write(i == 0 ? place : schemas.Separator(place, ','), item);
                }

                return grammar.Text(place, "]"u8);
            case JsonValueKind.Object:
                place = grammar.Text(from, "{"u8);
                foreach (var (member, i) in value.EnumerateObject().Select((member, i) => (member, i)))
                {
                    place = schemas.Strings.WriteLiteral(i == 0 ? place : schemas.Separator(place, ','), member.Name);
                    place = Write(schemas.Separator(place, ':'), member.Value);
                }

                return grammar.Text(place, "}"u8);
            default:
                return grammar.Text(from, Encoding.UTF8.GetBytes(value.GetRawText()));
        }
    }
}
