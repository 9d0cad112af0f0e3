using System.Text.Json;
using SpeculativeDecoding.Templates;

namespace SpeculativeDecoding;

/// <summary>JSON as Python writes it, for formats that are not templates.</summary>
internal static class PythonJsonText
{
    private static readonly JinjaTemplate Template = JinjaTemplate.Parse("{{ value | tojson }}");

    public static string Of(string value) => Template.Render(new Dictionary<string, object?> { ["value"] = value });

    public static string Of(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? "{}" : Template.Render(new Dictionary<string, object?> { ["value"] = TemplateValue.Of(value) });
}
