using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Reads <c>messages</c> of a chat request: a role and text each, the text whole or in parts, calls of tools and their results.</summary>
internal static class ChatMessages
{
    public static IReadOnlyList<ChatTurn> Read(JsonElement body)
    {
        if (body.Field("messages") is not { ValueKind: JsonValueKind.Array } messages)
        {
            throw new MalformedBodyException("[{'type': 'missing', 'loc': ('body', 'messages'), 'msg': 'Field required'}]");
        }

        if (messages.GetArrayLength() == 0)
        {
            throw new InvalidRequestException("Messages cannot be empty.");
        }

        return [.. messages.EnumerateArray().Select(Message)];
    }

    private static ChatTurn Message(JsonElement message, int index)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedBodyException($"[{{'type': 'dict_type', 'loc': ('body', 'messages', {index}), 'msg': 'Input should be a valid dictionary', 'input': {JsonBody.Shown(message)}}}]");
        }

        var role = message.Text("role") ?? throw Missing(index, "role");
        var calls = role == "assistant" && CallsTools(message, index);
        return new ChatTurn(role, message.Field("content") switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { ValueKind: JsonValueKind.Array } parts => Joined(parts),
            null => calls ? "" : throw Missing(index, "content"),
            { } other => throw new MalformedBodyException($"[{{'type': 'string_type', 'loc': ('body', 'messages', {index}, 'content'), 'msg': 'Input should be a valid string', 'input': {JsonBody.Shown(other)}}}]"),
        }, message);
    }

    private static bool CallsTools(JsonElement message, int index)
    {
        if (message.Field("tool_calls") is not { } calls)
        {
            return false;
        }

        return calls.ValueKind == JsonValueKind.Array && calls.EnumerateArray().All(IsCall)
            ? calls.GetArrayLength() > 0
            : throw new InvalidRequestException($"messages[{index}].tool_calls must be a list of functions, each with a name and arguments as a text.");
    }

    private static bool IsCall(JsonElement call) => call.ValueKind == JsonValueKind.Object
        && call.Field("function") is { ValueKind: JsonValueKind.Object } function
        && function.Field("name") is { ValueKind: JsonValueKind.String }
        && function.Field("arguments") is null or { ValueKind: JsonValueKind.String };

    private static MalformedBodyException Missing(int index, string name) =>
        new($"[{{'type': 'missing', 'loc': ('body', 'messages', {index}, '{name}'), 'msg': 'Field required'}}]");

    private static string Joined(JsonElement parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object || part.Text("type") != "text")
            {
                throw new InvalidRequestException("The embedded engine reads text alone: every part of a message must be of type text.");
            }

            text.Append(part.Text("text"));
        }

        return text.ToString();
    }
}
