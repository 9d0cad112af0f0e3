using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Writes a JSON schema into a grammar: the JSON texts that it allows, without white space but for one space that may follow a colon
/// or a comma.
/// </summary>
internal sealed class SchemaWriter
{
    private readonly Dictionary<string, int> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<int, SchemaPlace, int>> _types;
    private readonly UnionWriter _unions;
    private readonly LiteralWriter _literals;
    private readonly ObjectWriter _objects;
    private readonly SchemaPlace _root;
    private int? _anything;

    public SchemaWriter(GrammarBuilder grammar, JsonElement root)
    {
        (Grammar, _root) = (grammar, new SchemaPlace(root, "#"));
        Strings = new JsonStringWriter(grammar);
        (_unions, _literals, _objects) = (new UnionWriter(this), new LiteralWriter(this), new ObjectWriter(this));
        var arrays = new ArrayWriter(this);
        _types = new Dictionary<string, Func<int, SchemaPlace, int>>(StringComparer.Ordinal)
        {
            ["object"] = _objects.Write,
            ["array"] = arrays.Write,
            ["string"] = Strings.Write,
            ["number"] = (from, place) => NumberWriter.WriteNumber(grammar, from, place),
            ["integer"] = (from, place) => NumberWriter.WriteInteger(grammar, from, place),
            ["boolean"] = (from, _) => grammar.Choice(from, [start => grammar.Text(start, "true"u8), start => grammar.Text(start, "false"u8)]),
            ["null"] = (from, _) => grammar.Text(from, "null"u8),
        };
    }

    public GrammarBuilder Grammar { get; }

    public JsonStringWriter Strings { get; }

    public int WriteRoot(int from) => Write(from, _root);

    public int Write(int from, SchemaPlace place)
    {
        switch (place.Schema.ValueKind)
        {
            case JsonValueKind.True:
                return WriteAnything(from);
            case JsonValueKind.False:
                // A place that nothing leads to.
                return Grammar.Node();
            case JsonValueKind.Object:
                break;
            default:
                throw new GrammarException($"The JSON schema is wrong: what stands at {place.Path} is no schema.");
        }

        return SchemaKeywords.Check(place) switch
        {
            "$ref" => Grammar.Once(from, Reference(place)),
            "enum" or "const" => _literals.Write(from, place),
            { } union => _unions.Write(from, place, union),
            null => SchemaKeywords.TypesOf(place) is { } types ? WriteTypes(from, place, types) : WriteAnything(from),
        };
    }

    public int WriteTypes(int from, SchemaPlace place, IReadOnlyList<string> types) =>
        types.Count == 1 ? _types[types[0]](from, place) : Grammar.Choice(from, types.Select(type => (Func<int, int>)(start => _types[type](start, place))));

    /// <summary>Any value of JSON.</summary>
    public int WriteAnything(int from)
    {
        if (_anything is null)
        {
            // Known before it is written: it holds itself.
            _anything = Grammar.Node();
            var place = new SchemaPlace(JsonElement.Parse("{}"), "#");
            Grammar.End(WriteTypes(_anything.Value, place, ["object", "array", "string", "number", "boolean", "null"]));
        }

        return Grammar.Once(from, _anything.Value);
    }

    /// <summary>A colon or a comma, and the space that may follow.</summary>
    public int Separator(int from, char separator)
    {
        var to = Grammar.Range(from, separator, separator);
        return Grammar.Optional(to, start => Grammar.Text(start, " "u8));
    }

    /// <summary>The schema that a $ref names, through those that name another one in turn.</summary>
    public SchemaPlace Resolve(SchemaPlace place)
    {
        for (var steps = 0; place.Has("$ref"); steps++)
        {
            place = steps < 64 ? SchemaReference.Find(_root, place) : throw place.Wrong("$ref", "leads to itself");
        }

        return place;
    }

    private int Reference(SchemaPlace place)
    {
        var target = SchemaReference.Find(_root, place);
        if (!_references.TryGetValue(target.Path, out var rule))
        {
            // Known before it is written: it may hold itself.
            _references.Add(target.Path, rule = Grammar.Node());
            Grammar.End(Write(rule, target));
        }

        return rule;
    }
}
