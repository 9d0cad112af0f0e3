using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Tools as gpt-oss reads them: functions of TypeScript in a namespace.</summary>
internal static class HarmonyTools
{
    private const int LongestItemType = 50;

    // The model's own template has it there, and the model has learned it so.
    private const string Indentation = "\n                ";

    public static void Write(StringBuilder text, IReadOnlyList<ConversationTool> tools)
    {
        text.Append("## functions\n\nnamespace functions {\n\n");
        foreach (var tool in tools)
        {
            text.Append("// ").Append(tool.Description).Append("\ntype ").Append(tool.Name).Append(" = ");
            if (Member(tool.Parameters, "properties") is { ValueKind: JsonValueKind.Object } properties && properties.GetPropertyCount() > 0)
            {
                text.Append("(_: {\n");
                foreach (var property in properties.EnumerateObject())
                {
                    WriteParameter(text, property, tool.Parameters);
                }

                text.Append("}) => any;\n\n");
            }
            else
            {
                text.Append("() => any;\n\n");
            }
        }

        text.Append("} // namespace functions");
    }

    private static void WriteParameter(StringBuilder text, JsonProperty property, JsonElement owner)
    {
        var schema = property.Value;
        text.Append(Text(schema, "description") is { Length: > 0 } description ? $"// {description}\n" : "")
            .Append(property.Name).Append(IsRequired(owner, property.Name) ? ": " : "?: ").Append(Type(schema));
        if (Member(schema, "default") is { } value)
        {
            var isBare = value.ValueKind == JsonValueKind.String && (Member(schema, "enum") ?? Member(schema, "oneOf")) is { ValueKind: JsonValueKind.Array };
            text.Append(Member(schema, "oneOf") is { ValueKind: JsonValueKind.Array } ? "// default: " : ", // default: ").Append(isBare ? value.GetString() : PythonJsonText.Of(value));
        }

        text.Append(",\n");
    }

    private static string Type(JsonElement schema)
    {
        if (Member(schema, "type") is { ValueKind: JsonValueKind.Array } types && types.GetArrayLength() > 0)
        {
            return string.Join(" | ", types.EnumerateArray().Select(type => type.GetString()));
        }

        if (Text(schema, "type") is not "array" && Member(schema, "oneOf") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0)
        {
            return Choice([.. choices.EnumerateArray()]);
        }

        return Text(schema, "type") switch
        {
            "array" => Items(schema) + (IsNullable(schema) ? " | null" : ""),
            "string" when Member(schema, "enum") is { ValueKind: JsonValueKind.Array } values && values.GetArrayLength() > 0 => '"' + string.Join("\" | \"", values.EnumerateArray().Select(value => value.ToString())) + '"',
            "string" => IsNullable(schema) ? "string | null" : "string",
            "number" or "integer" => "number",
            "boolean" => "boolean",
            "object" => Object(schema),
            _ => "any",
        };
    }

    private static string Items(JsonElement schema)
    {
        if (Member(schema, "items") is not { ValueKind: JsonValueKind.Object } items)
        {
            return "any[]";
        }

        var inner = Text(items, "type") is "string" ? "string" : Type(items);
        return inner == "object | object" || inner.Length > LongestItemType ? "any[]" : inner + "[]";
    }

    private static string Choice(IReadOnlyList<JsonElement> variants) => variants.Count > 1 && variants.Any(variant => Text(variant, "type") == "object") ? "any"
        : string.Join(" | \n", variants.Select(variant => Type(variant)
            + (Text(variant, "description") is { Length: > 0 } description ? "// " + description : "")
            + (Member(variant, "default") is { } value ? "// default: " + PythonJsonText.Of(value) : "")));

    private static string Object(JsonElement schema) => Member(schema, "properties") is { ValueKind: JsonValueKind.Object } properties && properties.GetPropertyCount() > 0
        ? "{\n" + string.Join(", ", properties.EnumerateObject().Select(property => property.Name + (IsRequired(schema, property.Name) ? ": " : "?: ") + Indentation + Type(property.Value))) + "}"
        : "object";

    private static bool IsRequired(JsonElement schema, string name) => Member(schema, "required") is { ValueKind: JsonValueKind.Array } required && required.EnumerateArray().Any(entry => entry.ValueKind == JsonValueKind.String && entry.GetString() == name);

    private static bool IsNullable(JsonElement schema) => Member(schema, "nullable") is { ValueKind: JsonValueKind.True };

    private static string? Text(JsonElement schema, string name) => Member(schema, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement schema, string name) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var member) ? member : null;
}
