using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Calls as OpenAI's routes write them, in SGLang's order of fields.</summary>
internal static class ToolCallFrame
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ToolCall> calls)
    {
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            WriteCall(json, ToolCall.NewId(), call.Index, call.Name, call.Arguments);
        }

        json.WriteEndArray();
    }

    /// <summary>A part of one call: the first names it and gives it its id.</summary>
    public static void Write(Utf8JsonWriter json, ToolCallDelta delta)
    {
        json.WriteStartArray("tool_calls");
        WriteCall(json, delta.Name is null ? null : ToolCall.NewId(), delta.Index, delta.Name, delta.Arguments);
        json.WriteEndArray();
    }

    private static void WriteCall(Utf8JsonWriter json, string? id, int index, string? name, string arguments)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteNumber("index", index);
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", name);
        json.WriteString("arguments", arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
