using System.Text.Json;

namespace SpeculativeDecoding.Cli;

/// <summary>Reads the <c>messages</c> of a prompt, as the chat routes of servers take them. What would go unseen is refused.</summary>
internal static class PromptMessages
{
    private const string Assistant = "assistant";
    private static readonly string[] Roles = ["system", "developer", "user", Assistant, "tool"];

    /// <summary>The conversation up to the message that is to be answered; what an assistant said after it is what was answered once, and is left out.</summary>
    /// <exception cref="UsageException">A message is none, or can't be sent.</exception>
    public static IReadOnlyList<ConversationMessage> Read(JsonElement messages, string place)
    {
        try
        {
            var all = Items(messages, $"{place}: 'messages' is a list of objects with 'role' and 'content'.").Select((message, index) => Message(message, $"{place}: message {index + 1}")).ToList();
            var asked = all.FindLastIndex(message => message.Role != Assistant) + 1;
            return asked > 0 ? all[..asked] : throw new UsageException($"{place}: 'messages' asks nothing: it needs one of a user.");
        }
        catch (InvalidOperationException)
        {
            throw new UsageException($"{place}: a message has half a character in it, which is no text.");
        }
    }

    private static ConversationMessage Message(JsonElement message, string place)
    {
        var role = Text(message, "role", place) ?? throw new UsageException($"{place} has no 'role'.");
        if (!Roles.Contains(role))
        {
            throw new UsageException($"{place} is of the role '{Printable.Name(role)}'; there are {string.Join(", ", Roles)}.");
        }

        var calls = Member(message, "tool_calls") is { } list ? Items(list, $"{place}: 'tool_calls' is a list of calls.").Select(call => Call(call, place)).ToList() : [];
        return new ConversationMessage(role, Parts(message, calls.Count > 0, place))
        {
            Reasoning = Text(message, "reasoning_content", place),
            ToolCalls = calls,
            ToolCallId = Text(message, "tool_call_id", place),
            Name = Text(message, "name", place),
        };
    }

    private static IReadOnlyList<ConversationPart> Parts(JsonElement message, bool hasCalls, string place)
    {
        if (Member(message, "content") is not { } content)
        {
            return hasCalls ? [] : throw new UsageException($"{place} has no 'content'.");
        }

        return content.ValueKind == JsonValueKind.String ? [ConversationPart.OfText(content.GetString()!)]
            : [.. Items(content, $"{place}: 'content' is a text or a list of parts.").Select(part => Part(part, place))];
    }

    private static ConversationPart Part(JsonElement part, string place) =>
        Text(part, "type", place) is null or "text" && Text(part, "text", place) is { } text ? ConversationPart.OfText(text)
        : throw new UsageException($"{place} has a part that is no text, and 'generate' sends text alone; 'bench' shows images.");

    private static ConversationToolCall Call(JsonElement call, string place)
    {
        var function = Member(call, "function") ?? call;
        return new ConversationToolCall
        {
            Id = Text(call, "id", place),
            Name = Text(function, "name", place) ?? throw new UsageException($"{place} calls a tool without a 'name'."),
            Arguments = Member(function, "arguments") is { } arguments ? Arguments(arguments, place) : default,
        };
    }

    /// <summary>An object, or the text of one, as servers send it.</summary>
    private static JsonElement Arguments(JsonElement arguments, string place)
    {
        try
        {
            var value = arguments.ValueKind == JsonValueKind.String ? JsonElement.Parse(arguments.GetString()!) : arguments;
            return value.ValueKind == JsonValueKind.Object ? value : throw new UsageException($"{place}: the 'arguments' of a call are no JSON object.");
        }
        catch (JsonException)
        {
            throw new UsageException($"{place}: the 'arguments' of a call are no JSON object.");
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement list, string otherwise) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object) ? list.EnumerateArray() : throw new UsageException(otherwise);

    private static string? Text(JsonElement item, string name, string place) =>
        Member(item, name) is not { } value ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : throw new UsageException($"{place}: '{name}' is no text.");

    private static JsonElement? Member(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
