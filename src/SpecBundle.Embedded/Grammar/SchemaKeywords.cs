namespace SpeculativeDecoding.Embedded;

/// <summary>Which keywords a schema may have. What restricts the answer is never passed over: it is followed, or refused by name.</summary>
internal static class SchemaKeywords
{
    public static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "$schema", "$id", "$comment", "$anchor",
        "$defs", "definitions", "contentEncoding", "contentMediaType", "contentSchema",
    };

    // The keywords that say something of one type alone.
    private static readonly Dictionary<string, string> Typed = new(StringComparer.Ordinal)
    {
        ["properties"] = "object",
        ["required"] = "object",
        ["additionalProperties"] = "object",
        ["unevaluatedProperties"] = "object",
        ["minProperties"] = "object",
        ["maxProperties"] = "object",
        ["items"] = "array",
        ["prefixItems"] = "array",
        ["unevaluatedItems"] = "array",
        ["minItems"] = "array",
        ["maxItems"] = "array",
        ["uniqueItems"] = "array",
        ["pattern"] = "string",
        ["format"] = "string",
        ["minLength"] = "string",
        ["maxLength"] = "string",
        ["minimum"] = "number",
        ["maximum"] = "number",
        ["exclusiveMinimum"] = "number",
        ["exclusiveMaximum"] = "number",
        ["multipleOf"] = "number",
    };

    private static readonly string[] Whole = ["$ref", "enum", "const", "anyOf", "oneOf", "allOf"];

    /// <summary>Refuses what is not followed.</summary>
    /// <returns>The keyword that says all of the schema, such as $ref; null where its types do.</returns>
    public static string? Check(SchemaPlace place)
    {
        string? whole = null;
        foreach (var name in place.Schema.EnumerateObject().Select(property => property.Name))
        {
            if (Whole.Contains(name))
            {
                whole = whole is null || whole == name ? name : throw place.Unsupported(name, $"it stands beside {whole}");
            }
            else if (name != "type" && !Typed.ContainsKey(name) && !Annotations.Contains(name) && !name.StartsWith("x-", StringComparison.Ordinal))
            {
                throw place.Unsupported(name);
            }
        }

        foreach (var name in place.Schema.EnumerateObject().Select(property => property.Name))
        {
            if (whole is not null && (Typed.ContainsKey(name) || (name == "type" && whole is "$ref" or "allOf")))
            {
                throw place.Unsupported(name, $"it stands beside {whole}");
            }
        }

        return whole;
    }

    /// <summary>The types that a schema speaks of: those it names, else those whose keywords it has; null where it speaks of none.</summary>
    public static IReadOnlyList<string>? TypesOf(SchemaPlace place)
    {
        var named = place.Field("type") switch
        {
            null => null,
            { ValueKind: System.Text.Json.JsonValueKind.String } type => [type.GetString()!],
            _ => place.Names("type"),
        };
        if (named is not null)
        {
            return named.All(Types.Contains) ? named : throw place.Wrong("type", "is none that JSON has");
        }

        IReadOnlyList<string> implied = [.. place.Schema.EnumerateObject().Where(property => Typed.ContainsKey(property.Name)).Select(property => Typed[property.Name]).Distinct()];
        return implied.Count == 0 ? null : implied;
    }
}
