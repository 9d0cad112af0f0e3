using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads the elements of a tokenizer's JSON: what is not of the kind that it has to be is an error, never null.</summary>
internal static class FileElements
{
    /// <summary>No vocabulary is larger.</summary>
    private const int HighestId = 10_000_000;

    public static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new FormatException($"{Brief(element)} stands where text is expected");

    public static string Text(JsonElement parent, string name) => Text(Member(parent, name));

    public static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : throw new FormatException($"{Brief(parent)} has no {name}");

    public static int Id(JsonElement element) => element.TryGetInt32(out var id) ? Id(id) : throw new FormatException($"{Brief(element)} is no id");

    public static int Id(int id) => id is >= 0 and <= HighestId ? id : throw new FormatException($"{id} is no id of a token");

    public static string? Type(JsonElement element) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out var type) ? Text(type) : null;

    public static bool IsTrue(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>The elements of an array; none where there is nothing of the name.</summary>
    public static IReadOnlyList<JsonElement> List(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? [.. value.EnumerateArray()] : [];

    /// <summary>Says which members are of no known name: they may change ids.</summary>
    public static IEnumerable<string> Unknown(JsonElement element, string what, params ReadOnlySpan<string> known)
    {
        var said = new List<string>();
        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                said.Add($"The file says {Printable.Name(member.Name)} of {what}, which is not known here: ids may differ.");
            }
        }

        return said;
    }

    public static string Brief(JsonElement element) => Printable.Name(element.GetRawText());
}
