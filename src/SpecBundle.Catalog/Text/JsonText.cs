using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Writes indented JSON. What is not known is null.</summary>
internal static class JsonText
{
    /// <summary>One object.</summary>
    /// <param name="members">Writes its members.</param>
    /// <param name="encoder">What is escaped; null for all that is not plain ASCII.</param>
    public static string Write(Action<Utf8JsonWriter> members, JavaScriptEncoder? encoder = null) => WriteValue(
        writer =>
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        },
        encoder);

    /// <summary>Any value.</summary>
    public static string WriteValue(Action<Utf8JsonWriter> value, JavaScriptEncoder? encoder = null)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, Encoder = encoder }))
        {
            value(writer);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>A list of objects under a name.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> members)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            members(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A list of texts under a name.</summary>
    public static void WriteStrings(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    public static void WriteNumberOrNull(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } known)
        {
            writer.WriteNumber(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>Null also for what is no number, such as infinity: JSON has no word for it.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            writer.WriteNumber(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void WriteBooleanOrNull(this Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } known)
        {
            writer.WriteBoolean(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
