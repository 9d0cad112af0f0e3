using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>Writes the tools that a model may call, and whether it must.</summary>
internal static class ChatTools
{
    /// <summary>The additional property of options and of tools that asks for an exact schema, as the adapter for OpenAI names it.</summary>
    public const string StrictKey = "strictJsonSchema";

    public static void Write(Utf8JsonWriter writer, ChatOptions options)
    {
        var functions = Functions(options);
        if (functions.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        foreach (var function in functions)
        {
            WriteFunction(writer, function);
        }

        writer.WriteEndArray();
        WriteChoice(writer, options.ToolMode);
        if (options.AllowMultipleToolCalls is { } parallel)
        {
            writer.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    /// <summary>Those of a request's tools that a model can call by their schema; others are nobody's here.</summary>
    public static IReadOnlyList<AIFunctionDeclaration> Functions(ChatOptions options) => [.. (options.Tools ?? []).OfType<AIFunctionDeclaration>()];

    public static bool? IsStrict(IReadOnlyDictionary<string, object?>? properties) => properties?.TryGetValue(StrictKey, out var value) == true && value is bool strict ? strict : null;

    private static void WriteFunction(Utf8JsonWriter writer, AIFunctionDeclaration function)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, TextCheck.Require(function.Name, $"{nameof(AITool)}.{nameof(function.Name)}"));
        if (!string.IsNullOrEmpty(function.Description))
        {
            writer.WriteString("description"u8, TextCheck.Require(function.Description, $"{nameof(AITool)}.{nameof(function.Description)}"));
        }

        writer.WritePropertyName("parameters"u8);
        function.JsonSchema.WriteTo(writer);
        if (IsStrict(function.AdditionalProperties) is { } strict)
        {
            writer.WriteBoolean("strict"u8, strict);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatToolMode? mode)
    {
        switch (mode)
        {
            case NoneChatToolMode:
                writer.WriteString("tool_choice"u8, "none"u8);
                break;
            case AutoChatToolMode:
                writer.WriteString("tool_choice"u8, "auto"u8);
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject("tool_choice"u8);
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, TextCheck.Require(name, $"{nameof(RequiredChatToolMode)}.{nameof(RequiredChatToolMode.RequiredFunctionName)}"));
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case RequiredChatToolMode:
                writer.WriteString("tool_choice"u8, "required"u8);
                break;
        }
    }
}
