using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Reads the fields of a row.</summary>
internal static class RowFields
{
    /// <summary>The first of the fields that is there and not null, as text; null when none is.</summary>
    public static string? Text(this JsonElement row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && AsText(value) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>A field that every row must have, as text.</summary>
    public static string RequiredText(this JsonElement row, DatasetSource source, params ReadOnlySpan<string> names) =>
        row.Text(names) ?? throw Missing(row, source, names);

    /// <summary>The texts of a list; a string that holds a JSON list counts as one. Empty when it is not there.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!row.TryGetProperty(name, out var value))
            {
                continue;
            }

            var list = value.ValueKind == JsonValueKind.String ? ParseList(value.GetString()!) : value;
            if (list.ValueKind == JsonValueKind.Array)
            {
                return [.. list.EnumerateArray().Select(item => AsText(item) ?? "")];
            }
        }

        return [];
    }

    public static IReadOnlyList<string> RequiredTexts(this JsonElement row, DatasetSource source, int least, params ReadOnlySpan<string> names)
    {
        var texts = row.Texts(names);
        return texts.Count >= least ? texts : throw Missing(row, source, names);
    }

    public static DatasetException Missing(JsonElement row, DatasetSource source, params ReadOnlySpan<string> names)
    {
        var has = row.ValueKind == JsonValueKind.Object
            ? Printable.Name(string.Join(", ", row.EnumerateObject().Select(property => property.Name)))
            : row.ValueKind.ToString();
        return new($"A row of {source} has no usable field '{string.Join("' or '", names.ToArray())}' (it has: {has}). "
            + "Is the file one of that data set?");
    }

    private static string? AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => value.GetRawText(),
    };

    private static JsonElement ParseList(string text)
    {
        try
        {
            return text.AsSpan().TrimStart().StartsWith("[") ? JsonElement.Parse(text) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

/// <summary>Reads the image of a row: an object with <c>bytes</c>, as parquet on the Hub has it, or a base64 string.</summary>
internal static class RowImage
{
    public static byte[] Read(JsonElement row, DatasetSource source)
    {
        if (row.TryGetProperty("image", out var image))
        {
            var bytes = image.ValueKind == JsonValueKind.Object && image.TryGetProperty("bytes", out var inside) ? inside : image;
            if (bytes.ValueKind == JsonValueKind.String && bytes.TryGetBytesFromBase64(out var decoded) && decoded.Length > 0)
            {
                return decoded;
            }
        }

        throw RowFields.Missing(row, source, "image");
    }
}
