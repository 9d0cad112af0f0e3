using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>A schema and where it stands: what is wrong with it is told by that.</summary>
internal readonly record struct SchemaPlace(JsonElement Schema, string Path)
{
    public bool IsObject => Schema.ValueKind == JsonValueKind.Object;

    public JsonElement? Field(string name) => IsObject && Schema.TryGetProperty(name, out var value) ? value : null;

    public bool Has(string name) => Field(name) is not null;

    public SchemaPlace At(string name, JsonElement schema) => new(schema, $"{Path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");

    public SchemaPlace? Inner(string name) => Field(name) is { } schema ? At(name, schema) : null;

    /// <summary>The schemas of a list, such as anyOf's.</summary>
    public IReadOnlyList<SchemaPlace> List(string name)
    {
        if (Inner(name) is not { Schema.ValueKind: JsonValueKind.Array } list)
        {
            throw Wrong(name, "is no list");
        }

        return [.. list.Schema.EnumerateArray().Select((schema, i) => list.At(i.ToString(System.Globalization.CultureInfo.InvariantCulture), schema))];
    }

    public IReadOnlyList<string> Names(string name) => Field(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. list.EnumerateArray().Select(item => item.GetString()!).Distinct(StringComparer.Ordinal)],
        _ => throw Wrong(name, "is no list of names"),
    };

    public int? Count(string name) => Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && number >= 0 && number < SilentEdge.Unbounded && number == Math.Floor(number) => (int)number,
        _ => throw Wrong(name, "is no count"),
    };

    public string? Text(string name) => Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Wrong(name, "is no text"),
    };

    public GrammarException Unsupported(string keyword, string? why = null) =>
        new($"The JSON schema's keyword {keyword} at {Path} is not supported{(why is null ? "" : $": {why}")}.");

    public GrammarException Wrong(string keyword, string what) => new($"The JSON schema is wrong: {keyword} at {Path} {what}.");
}
