using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>JSON text, indented, of what a function writes.</summary>
internal static class JsonWriting
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)) + "\n";
    }

    /// <summary>A number; null where it is unknown or no number, which JSON can't write.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>A number that a reader of another language takes for a floating one: 1.0, not 1.</summary>
    public static void WriteFloat(this Utf8JsonWriter writer, string name, double value)
    {
        var text = value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        writer.WritePropertyName(name);
        writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }

    public static void WriteInterval(this Utf8JsonWriter writer, string name, Interval? interval)
    {
        if (interval is not { } known)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumberOrNull("estimate", known.Estimate);
        writer.WriteNumberOrNull("low", known.Low);
        writer.WriteNumberOrNull("high", known.High);
        writer.WriteEndObject();
    }
}
