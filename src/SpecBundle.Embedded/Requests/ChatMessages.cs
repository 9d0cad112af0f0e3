using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Reads <c>messages</c> of a chat request: a role and text each, the text whole or in parts.</summary>
internal static class ChatMessages
{
    public static IReadOnlyList<(string Role, string Content)> Read(JsonElement body)
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

    private static (string Role, string Content) Message(JsonElement message, int index)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedBodyException($"[{{'type': 'dict_type', 'loc': ('body', 'messages', {index}), 'msg': 'Input should be a valid dictionary', 'input': {JsonBody.Shown(message)}}}]");
        }

        var role = message.Text("role") ?? throw Missing(index, "role");
        return message.Field("content") switch
        {
            { ValueKind: JsonValueKind.String } text => (role, text.GetString()!),
            { ValueKind: JsonValueKind.Array } parts => (role, Joined(parts)),
            null => throw Missing(index, "content"),
            { } other => throw new MalformedBodyException($"[{{'type': 'string_type', 'loc': ('body', 'messages', {index}, 'content'), 'msg': 'Input should be a valid string', 'input': {JsonBody.Shown(other)}}}]"),
        };
    }

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
