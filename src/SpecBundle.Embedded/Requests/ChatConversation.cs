using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>A chat request as the model's template reads it: messages with their calls and results, tools, and the variables of the template.</summary>
internal static class ChatConversation
{
    public static IReadOnlyList<ConversationMessage> Messages(IReadOnlyList<ChatTurn> turns) => [.. turns.Select((turn, index) => new ConversationMessage(turn.Role, turn.Content)
    {
        Reasoning = turn.Message.Text("reasoning_content"),
        ToolCalls = turn.Message.Field("tool_calls") is { ValueKind: JsonValueKind.Array } calls ? [.. calls.EnumerateArray().Select(call => Call(call, index))] : [],
        ToolCallId = turn.Message.Text("tool_call_id"),
        Name = turn.Message.Text("name"),
    })];

    public static ChatTemplateOptions Options(JsonElement body, ToolRequest tools, TimeProvider time)
    {
        var variables = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (body.Field("reasoning_effort") is { ValueKind: JsonValueKind.String } effort)
        {
            variables["reasoning_effort"] = effort;
        }

        switch (body.Field("chat_template_kwargs"))
        {
            case null:
                break;
            case { ValueKind: JsonValueKind.Object } named:
                foreach (var variable in named.EnumerateObject())
                {
                    variables[variable.Name] = variable.Value;
                }

                break;
            case { } other:
                throw JsonBody.Wrong("dict_type", "chat_template_kwargs", "Input should be a valid dictionary", other);
        }

        return new ChatTemplateOptions
        {
            Tools = [.. tools.Tools.Select(Tool)],
            ContinueFinalMessage = body.Switch("continue_final_message"),
            Variables = variables,
            Time = time,
        };
    }

    private static ConversationTool Tool(JsonElement tool)
    {
        var function = tool.GetProperty("function");
        return new ConversationTool { Name = function.Text("name")!, Description = function.Text("description"), Parameters = function.Field("parameters") ?? default };
    }

    private static ConversationToolCall Call(JsonElement call, int index)
    {
        var function = call.GetProperty("function");
        return new ConversationToolCall { Id = call.Text("id"), Name = function.Text("name")!, Arguments = Arguments(function.Text("arguments"), index) };
    }

    private static JsonElement Arguments(string? text, int index)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? default : JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            throw new InvalidRequestException($"messages[{index}].tool_calls has arguments that are no JSON.");
        }
    }
}
