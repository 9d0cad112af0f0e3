using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>What two JSON texts have in common if they are of one protocol: the same keys in the same order, at every depth.</summary>
internal static class JsonShape
{
    public static string Of(string json, params string[] without)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement, without);
    }

    private static string Of(JsonElement element, string[] without) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject().Where(field => !without.Contains(field.Name)).Select(field => $"{field.Name}:{Of(field.Value, without)}")) + "}",
        JsonValueKind.Array => "[" + string.Join('|', element.EnumerateArray().Select(item => Of(item, without)).Distinct()) + "]",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => element.GetRawText().AsSpan().IndexOfAny('.', 'e') < 0 ? "int" : "float",
        _ => "string",
    };
}
