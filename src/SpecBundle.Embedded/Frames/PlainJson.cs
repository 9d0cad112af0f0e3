using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>JSON as orjson writes it: no spaces, text as UTF-8, floats with their point.</summary>
internal static class PlainJson
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = new PlainJsonEncoder(), SkipValidation = true };

    /// <summary>Writes a float that a Python reader takes for one: 3 becomes 3.0.</summary>
    public static void WriteFloat(this Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        if (!double.IsFinite(value))
        {
            json.WriteNullValue();
            return;
        }

        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        json.WriteRawValue(text[..length], skipInputValidation: true);
    }

    public static void WriteNumbers(this Utf8JsonWriter json, string name, IReadOnlyList<int> values, int from = 0)
    {
        json.WriteStartArray(name);
        for (var i = from; i < values.Count; i++)
        {
            json.WriteNumberValue(values[i]);
        }

        json.WriteEndArray();
    }

    /// <summary>A finished object as UTF-8.</summary>
    public static ReadOnlyMemory<byte> Render(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        write(json);
        json.Flush();
        return buffer.WrittenMemory;
    }
}
