using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Writes JSON arrays: the items of prefixItems, then any number of those of items.</summary>
internal sealed class ArrayWriter(SchemaWriter schemas)
{
    public int Write(int from, SchemaPlace place)
    {
        var grammar = schemas.Grammar;
        if (place.Field("uniqueItems") is { ValueKind: not JsonValueKind.False })
        {
            throw place.Unsupported("uniqueItems");
        }

        var first = place.Has("prefixItems") ? place.List("prefixItems") : [];
        var rest = Rest(place, first.Count > 0);
        var (minimum, maximum) = (place.Count("minItems") ?? 0, place.Count("maxItems") ?? SilentEdge.Unbounded);
        var end = grammar.Node();
        var at = grammar.Text(from, "["u8);
        var count = 0;
        for (; count < first.Count && count < maximum; count++)
        {
            EndAt(at, count, minimum, end);
            at = schemas.Write(count == 0 ? at : schemas.Separator(at, ','), first[count]);
        }

        if (count < maximum && rest is { } item)
        {
            var rule = grammar.Rule(start => schemas.Write(start, item));
            if (count == 0)
            {
                EndAt(at, count++, minimum, end);
                at = grammar.Once(at, rule);
            }

            var more = grammar.Rule(start => grammar.Once(schemas.Separator(start, ','), rule));
            at = grammar.Repeat(at, more, Math.Max(minimum - count, 0), maximum == SilentEdge.Unbounded ? maximum : maximum - count);
            count = minimum;
        }

        EndAt(at, count, minimum, end);
        return grammar.Text(end, "]"u8);
    }

    /// <summary>The schema of the items behind those of prefixItems; null where there may be none. Where nothing is said there are none behind a prefix, and any without one.</summary>
    private static SchemaPlace? Rest(SchemaPlace place, bool hasFirst)
    {
        var keyword = place.Has("items") ? "items" : "unevaluatedItems";
        return place.Inner(keyword) switch
        {
            { Schema.ValueKind: JsonValueKind.Array } => throw place.Unsupported("items", "it is a list: say prefixItems"),
            { Schema.ValueKind: JsonValueKind.False } => null,
            { } items => items,
            null when hasFirst => null,
            null => new SchemaPlace(Anything, $"{place.Path}/items"),
        };
    }

    private static JsonElement Anything { get; } = JsonElement.Parse("true");

    private void EndAt(int at, int count, int minimum, int end)
    {
        if (count >= minimum)
        {
            schemas.Grammar.Skip(at, end);
        }
    }
}
