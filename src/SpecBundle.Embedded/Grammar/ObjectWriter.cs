using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Writes JSON objects: the members in the order of the schema, those that are not required or not, then further ones.</summary>
internal sealed class ObjectWriter(SchemaWriter schemas)
{
    private static readonly JsonElement Anything = JsonElement.Parse("true");

    public int Write(int from, SchemaPlace place)
    {
        var grammar = schemas.Grammar;
        var members = Members(place);
        var further = Further(place);
        var most = Counts(place, members, further);
        var (end, none) = (grammar.Node(), grammar.Text(from, "{"u8));
        var some = grammar.Node();
        foreach (var (name, schema, isRequired) in members)
        {
            // Whether a comma is due is known by which of two places the members before have led to.
            var (member, noneYet, someNow) = (grammar.Node(), grammar.Node(), grammar.Node());
            grammar.Skip(none, member);
            grammar.Skip(schemas.Separator(some, ','), member);
            grammar.Skip(schemas.Write(schemas.Separator(schemas.Strings.WriteLiteral(member, name), ':'), schema), someNow);
            if (!isRequired)
            {
                grammar.Skip(none, noneYet);
                grammar.Skip(some, someNow);
            }

            (none, some) = (noneYet, someNow);
        }

        if (further is { } other && most > 0)
        {
            var rule = grammar.Rule(start => schemas.Write(schemas.Separator(schemas.Strings.WriteOther(start, [.. members.Select(member => member.Name)]), ':'), other));
            var more = grammar.Rule(start => grammar.Once(schemas.Separator(start, ','), rule));
            var behind = most == SilentEdge.Unbounded ? most : most - 1;
            grammar.Skip(grammar.Repeat(grammar.Once(none, rule), more, 0, behind), end);
            grammar.Skip(grammar.Repeat(some, more, 0, most), end);
        }
        else
        {
            grammar.Skip(some, end);
        }

        if (place.Count("minProperties") is null or 0 || members.Any(member => member.IsRequired))
        {
            grammar.Skip(none, end);
        }

        return grammar.Text(end, "}"u8);
    }

    private static List<(string Name, SchemaPlace Schema, bool IsRequired)> Members(SchemaPlace place)
    {
        var members = new List<(string Name, SchemaPlace Schema, bool IsRequired)>();
        var required = place.Names("required");
        if (place.Inner("properties") is { } properties)
        {
            if (!properties.IsObject)
            {
                throw place.Wrong("properties", "is no object");
            }

            members.AddRange(properties.Schema.EnumerateObject().Select(property => (property.Name, properties.At(property.Name, property.Value), required.Contains(property.Name))));
        }

        if (members.Select(member => member.Name).Distinct(StringComparer.Ordinal).Count() != members.Count)
        {
            throw place.Wrong("properties", "has a name twice");
        }

        foreach (var name in required.Except(members.Select(member => member.Name), StringComparer.Ordinal).ToList())
        {
            members.Add((name, place.Inner("additionalProperties") ?? new SchemaPlace(Anything, place.Path), true));
        }

        return members;
    }

    /// <summary>The schema of members that properties does not name; null where there may be none. Where nothing is said an object that names members has no others, and one that names none has any.</summary>
    private static SchemaPlace? Further(SchemaPlace place)
    {
        var keyword = place.Has("additionalProperties") ? "additionalProperties" : "unevaluatedProperties";
        return place.Inner(keyword) switch
        {
            { Schema.ValueKind: JsonValueKind.False } => null,
            { } schema => schema,
            null when place.Has("properties") => null,
            null => new SchemaPlace(Anything, place.Path),
        };
    }

    /// <summary>Follows minProperties and maxProperties where they can be: the number of further members that there may be.</summary>
    private static int Counts(SchemaPlace place, List<(string Name, SchemaPlace Schema, bool IsRequired)> members, SchemaPlace? further)
    {
        var (least, most) = (place.Count("minProperties") ?? 0, place.Count("maxProperties"));
        var required = members.Count(member => member.IsRequired);
        if (least > Math.Max(required, 1))
        {
            throw place.Unsupported("minProperties", "it is above the number of required members, and the names of others may be equal");
        }

        if (most is null || (further is null && members.Count <= most))
        {
            return SilentEdge.Unbounded;
        }

        return members.Count == required && required <= most
            ? most.Value - required
            : throw place.Unsupported("maxProperties", "it is below the number of members that are named, or some of them are not required");
    }
}
