using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>The answers of <c>/v1/chat/completions</c>, whole and in chunks, in 0.5.17's order of fields.</summary>
internal static class ChatFrame
{
    public static void WriteWhole(Utf8JsonWriter json, OpenAiFrame frame, OpenAiBody body, Generation generation, bool timings, IReadOnlyList<ToolCall>? calls = null)
    {
        frame.Begin(json);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", calls is null ? generation.Text : "");
        json.WriteNull("reasoning_content");
        if (calls is null)
        {
            json.WriteNull("tool_calls");
        }
        else
        {
            ToolCallFrame.Write(json, calls);
        }

        json.WriteEndObject();
        OpenAiFrame.WriteChoiceEnd(json, calls is null ? generation.Finish : generation.Finish! with { MatchedToken = null }, calls is not null);
        if (body.MetaInfo)
        {
            json.WritePropertyName("meta_info");
            MetaInfo.Write(json, generation, timings);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        UsageBlock.Write(json, [generation], withDetails: true);
        OpenAiFrame.WriteMetadata(json);
        if (SglExtension.HasAny(body, generation))
        {
            SglExtension.Write(json, body, generation);
        }

        json.WriteEndObject();
    }

    /// <summary>The first chunk: the role, and no text.</summary>
    public static void WriteRole(Utf8JsonWriter json, OpenAiFrame frame) => WriteDelta(json, frame, null, "", null, null);

    public static void WriteText(Utf8JsonWriter json, OpenAiFrame frame, Generation generation, bool usage) =>
        WriteDelta(json, frame, generation, generation.NewText, null, usage ? generation : null);

    public static void WriteToolCall(Utf8JsonWriter json, OpenAiFrame frame, Generation generation, ToolCallDelta call, bool usage) =>
        WriteDelta(json, frame, generation, null, null, usage ? generation : null, call);

    public static void WriteFinish(Utf8JsonWriter json, OpenAiFrame frame, Generation generation, bool callsTools) =>
        WriteDelta(json, frame, generation, null, generation.Finish, null, callsTools: callsTools);

    private static void WriteDelta(
        Utf8JsonWriter json, OpenAiFrame frame, Generation? generation, string? content, EngineFinish? finish, Generation? usage, ToolCallDelta? call = null, bool callsTools = false)
    {
        frame.Begin(json);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        json.WriteNull("reasoning_content");
        if (generation is null)
        {
            json.WriteString("role", "assistant");
        }

        if (content is not null)
        {
            json.WriteString("content", content);
        }

        if (call is { } part)
        {
            ToolCallFrame.Write(json, part);
        }

        json.WriteEndObject();
        OpenAiFrame.WriteChoiceEnd(json, finish, callsTools);
        json.WriteEndObject();
        json.WriteEndArray();
        if (usage is not null)
        {
            UsageBlock.Write(json, [usage], withDetails: true);
        }

        json.WriteEndObject();
    }
}
