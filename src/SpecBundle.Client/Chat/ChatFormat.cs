using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>Writes <c>response_format</c>: what the answer must be.</summary>
internal static class ChatFormat
{
    private const string UnnamedSchema = "answer";

    public static void Write(Utf8JsonWriter writer, SamplingParameters sampling, ChatOptions options)
    {
        if (sampling.StructuralTag is { } tag)
        {
            writer.WritePropertyName("response_format"u8);
            WriteJson(writer, tag, nameof(sampling.StructuralTag));
        }
        else if (sampling.JsonSchema is { } text)
        {
            WriteSchema(writer, null, null, null, () => WriteJson(writer, text, nameof(sampling.JsonSchema)));
        }
        else if (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } format)
        {
            WriteSchema(writer, format.SchemaName, format.SchemaDescription, ChatTools.IsStrict(options.AdditionalProperties), () => schema.WriteTo(writer));
        }
        else if (options.ResponseFormat is ChatResponseFormatJson)
        {
            writer.WriteStartObject("response_format"u8);
            writer.WriteString("type"u8, "json_object"u8);
            writer.WriteEndObject();
        }
    }

    private static void WriteSchema(Utf8JsonWriter writer, string? name, string? description, bool? strict, Action writeSchema)
    {
        writer.WriteStartObject("response_format"u8);
        writer.WriteString("type"u8, "json_schema"u8);
        writer.WriteStartObject("json_schema"u8);
        writer.WriteString("name"u8, TextCheck.Require(string.IsNullOrEmpty(name) ? UnnamedSchema : name, $"{nameof(ChatResponseFormatJson)}.{nameof(ChatResponseFormatJson.SchemaName)}"));
        if (description is not null)
        {
            writer.WriteString("description"u8, TextCheck.Require(description, $"{nameof(ChatResponseFormatJson)}.{nameof(ChatResponseFormatJson.SchemaDescription)}"));
        }

        writer.WritePropertyName("schema"u8);
        writeSchema();
        if (strict is { } flag)
        {
            writer.WriteBoolean("strict"u8, flag);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter writer, string json, string property)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            document.RootElement.WriteTo(writer);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidValueException($"{nameof(SamplingParameters)}.{property}", json, "it is not JSON");
        }
    }
}
