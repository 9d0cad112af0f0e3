using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Reads values of a configuration, each in the one type it may have: a number that is none is refused by name, never taken for absent.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="root">What it says.</param>
internal sealed class ConfigurationValues(string path, JsonElement root)
{
    public JsonElement Root { get; } = root;

    /// <summary>A part of it, with the same file.</summary>
    public ConfigurationValues In(JsonElement part) => new(path, part);

    /// <summary>Whether it says anything of that name.</summary>
    public bool Says(string name) => Member(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public JsonElement Member(string name) => Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A whole number that must be there.</summary>
    public int Size(string name, int most) => OptionalSize(name, most) ?? throw Refusal($"{name} is missing.");

    /// <summary>A whole number from 1 on; null where there is none.</summary>
    public int? OptionalSize(string name, int most)
    {
        if (!Says(name))
        {
            return null;
        }

        return Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number >= 1 && number <= most
            ? (int)number
            : throw Refusal($"{name} is {Shown(name)}, which is no whole number from 1 to {most}.");
    }

    /// <summary>A number; null where there is none.</summary>
    public float? Number(string name)
    {
        if (!Says(name))
        {
            return null;
        }

        return Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetSingle(out var number) && float.IsFinite(number)
            ? number
            : throw Refusal($"{name} is {Shown(name)}, which is no number.");
    }

    /// <summary>Whether it is set, as Python counts it.</summary>
    public bool IsSet(string name) => Member(name) is var value && value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Number => !(value.TryGetDouble(out var number) && number == 0),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.String => value.GetString()!.Length > 0,
        _ => true,
    };

    /// <summary>A text; null where there is none.</summary>
    public string? Text(string name) => !Says(name) ? null : Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : throw Refusal($"{name} is {Shown(name)}, which is no text.");

    /// <summary>Whole numbers; null where there are none.</summary>
    public IReadOnlyList<int>? Numbers(string name)
    {
        var value = Member(name);
        return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out _)) ? [.. value.EnumerateArray().Select(one => one.GetInt32())]
            : throw Refusal($"{name} is {Shown(name)}, which is no list of whole numbers.");
    }

    public ModelLoadException Refusal(string problem) => new(path, problem);

    private string Shown(string name) => Printable.Name(Member(name).GetRawText());
}
