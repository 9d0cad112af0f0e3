using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>Writes <c>messages</c>. Contents that no server reads are left out.</summary>
internal static class ChatMessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        writer.WriteStartArray("messages"u8);
        foreach (var message in WireMessage.Of(request))
        {
            WriteMessage(writer, message);
        }

        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, WireMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, message.Role);
        if (message.CallId is { } call)
        {
            writer.WriteString("tool_call_id"u8, call);
        }

        WriteContent(writer, message.Parts);
        if (message.Reasoning is { } reasoning)
        {
            writer.WriteString("reasoning_content"u8, reasoning);
        }

        if (message.Calls.Count > 0)
        {
            writer.WriteStartArray("tool_calls"u8);
            foreach (var one in message.Calls)
            {
                WriteCall(writer, one);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>Text alone is one text: some servers join parts with a space between them.</summary>
    private static void WriteContent(Utf8JsonWriter writer, IReadOnlyList<WirePart> parts)
    {
        if (!parts.Any(part => part.IsImage))
        {
            writer.WriteString("content"u8, string.Concat(parts.Select(part => part.Text)));
            return;
        }

        writer.WriteStartArray("content"u8);
        foreach (var part in parts)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, part.IsImage ? "image_url"u8 : "text"u8);
            if (part.IsImage)
            {
                writer.WriteStartObject("image_url"u8);
                writer.WriteString("url"u8, part.Text);
                if (part.Detail is { } detail)
                {
                    writer.WriteString("detail"u8, detail);
                }

                writer.WriteEndObject();
            }
            else
            {
                writer.WriteString("text"u8, part.Text);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCall(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, TextCheck.Require(call.CallId, $"{nameof(FunctionCallContent)}.{nameof(call.CallId)}"));
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, TextCheck.Require(call.Name, $"{nameof(FunctionCallContent)}.{nameof(call.Name)}"));
        writer.WriteString("arguments"u8, PlainValue.ToText(call.Arguments ?? new Dictionary<string, object?>(), $"{nameof(FunctionCallContent)}.{nameof(call.Arguments)}"));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
