using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>Writes what an app has put into a dictionary of objects. Plain values, lists and dictionaries need no metadata; everything else is written by the contracts of Microsoft.Extensions.AI.</summary>
internal static class PlainValue
{
    private const int MostDepth = 60;
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value as JSON text.</summary>
    /// <exception cref="InvalidValueException">JSON can't carry it.</exception>
    public static string ToText(object? value, string property)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            Write(writer, value, property);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="InvalidValueException">JSON can't carry it.</exception>
    public static void Write(Utf8JsonWriter writer, object? value, string property)
    {
        try
        {
            Write(writer, value, MostDepth);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or NotSupportedException or JsonException)
        {
            throw new InvalidValueException(property, value?.GetType().Name ?? "null", "it can't be written as JSON", "Give texts, numbers, truth values, lists and dictionaries of these, or a JsonElement.");
        }
    }

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(Whole(text)); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case float number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case sbyte or byte or short or ushort or int or uint or long: writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case JsonElement element: element.WriteTo(writer); break;
            case JsonDocument document: document.RootElement.WriteTo(writer); break;
            case JsonNode node: node.WriteTo(writer); break;
            case AIContent: WriteContract(writer, value); break;
            case IDictionary<string, object?> members: WriteMembers(writer, members, depth); break;
            case IDictionary entries: WriteEntries(writer, entries, depth); break;
            case IEnumerable items: WriteItems(writer, items, depth); break;
            default: WriteContract(writer, value); break;
        }
    }

    private static void WriteContract(Utf8JsonWriter writer, object value) =>
        JsonSerializer.Serialize(writer, value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType()));

    private static void WriteMembers(Utf8JsonWriter writer, IDictionary<string, object?> members, int depth)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(Whole(name));
            Write(writer, value, Deeper(depth));
        }

        writer.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter writer, IDictionary entries, int depth)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in entries)
        {
            writer.WritePropertyName(Whole(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!));
            Write(writer, entry.Value, Deeper(depth));
        }

        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, IEnumerable items, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            Write(writer, item, Deeper(depth));
        }

        writer.WriteEndArray();
    }

    /// <exception cref="ArgumentException">It is no text.</exception>
    private static string Whole(string text) => TextCheck.FindLoneSurrogate(text) is null ? text : throw new ArgumentException("half a character", nameof(text));

    /// <exception cref="NotSupportedException">A list that holds itself would have no end.</exception>
    private static int Deeper(int depth) => depth > 0 ? depth - 1 : throw new NotSupportedException();
}
