using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads the JSON of a header, whatever it holds: what is no header is an objection, never an exception.</summary>
internal static class SafetensorsReader
{
    private const int MaxDepth = 16;
    private const int MostSides = 32;

    public static (IReadOnlyList<SafetensorsTensor>? Tensors, string? Objection) Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ReadTensors(ref reader) : (null, "its header is no JSON object");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return (null, "its header is not JSON");
        }
    }

    private static (IReadOnlyList<SafetensorsTensor>? Tensors, string? Objection) ReadTensors(ref Utf8JsonReader reader)
    {
        var tensors = new List<SafetensorsTensor>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!names.Add(name))
            {
                return (null, $"its header names {Printable.Name(name)} twice");
            }

            if (name == "__metadata__")
            {
                reader.Skip();
            }
            else if (ReadTensor(ref reader, name) is { } tensor)
            {
                tensors.Add(tensor);
            }
            else
            {
                return (null, "its header describes a tensor without type, shape or place");
            }
        }

        // Spaces may follow, as padding; anything else makes the reader throw.
        return reader.Read() ? (null, "its header does not end where it should") : (tensors, null);
    }

    private static SafetensorsTensor? ReadTensor(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        string? type = null;
        List<long>? shape = null, place = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dtype"u8))
            {
                type = reader.Read() && reader.TokenType == JsonTokenType.String ? TypeOf(ref reader) : null;
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                shape = reader.Read() ? ReadNumbers(ref reader) : null;
            }
            else if (reader.ValueTextEquals("data_offsets"u8))
            {
                place = reader.Read() ? ReadNumbers(ref reader) : null;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return type is not null && shape is not null && place is [var begin, var end] ? new(name, type, shape, begin, end) : null;
    }

    /// <summary>One text for all tensors of a type.</summary>
    private static string? TypeOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("BF16"u8) ? "BF16" : reader.ValueTextEquals("F8_E4M3"u8) ? "F8_E4M3" : reader.ValueTextEquals("F32"u8) ? "F32" : reader.GetString();

    /// <summary>Numbers from zero on; null for anything else.</summary>
    private static List<long>? ReadNumbers(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var numbers = new List<long>(capacity: 2);
        var isValid = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0 && numbers.Count < MostSides)
            {
                numbers.Add(number);
            }
            else
            {
                isValid = false;
                reader.Skip();
            }
        }

        return isValid ? numbers : null;
    }
}
