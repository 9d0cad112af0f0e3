using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Reads the test cases of a row of LiveCodeBench.</summary>
internal static class ContestTests
{
    /// <summary>
    /// The public cases and the hidden ones, those of later editions unpacked; hidden ones that can't be read are left out,
    /// with a note.
    /// </summary>
    public static ProgramTests? Read(JsonElement row)
    {
        var cases = Cases(row, "public_test_cases") ?? [];
        var hidden = Cases(row, "private_test_cases");
        string? note = hidden is null ? "tested on the public cases only: the hidden ones can't be read" : null;
        cases.AddRange(hidden ?? []);
        return cases.Count == 0 ? null : new() { Cases = cases, EntryPoint = Function(row), Note = note };
    }

    private static List<ProgramCase>? Cases(JsonElement row, string field)
    {
        if (Json(row, field) is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        return [.. list.EnumerateArray().Select(item => new ProgramCase { Input = item.Text("input") ?? "", Output = item.Text("output") ?? "" })];
    }

    /// <summary>The method of <c>Solution</c> that is called; null when programs read standard input.</summary>
    private static string? Function(JsonElement row) =>
        Json(row, "metadata") is { ValueKind: JsonValueKind.Object } metadata ? metadata.Text("func_name") : null;

    private static JsonElement? Json(JsonElement row, string field)
    {
        if (!row.TryGetProperty(field, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return value;
        }

        var text = value.GetString()!;
        return Parse(text) ?? (PickledText.Read(text) is { } unpacked ? Parse(unpacked) : null);
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
