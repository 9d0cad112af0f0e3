using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Makes a prompt of a list of messages.</summary>
internal static class Conversation
{
    private const string System = "system";
    private const string User = "user";
    private const string Assistant = "assistant";

    /// <summary>
    /// Where an assistant has spoken, its words are the history and the last message of the user is asked, so every
    /// configuration sees the same; where only the user speaks, each message is a turn of its own. Messages after the
    /// user's last are what was answered once, and are left out. Null when the user says nothing.
    /// </summary>
    /// <exception cref="DatasetException">A message can't be sent as it is.</exception>
    public static BenchmarkPrompt? Of(JsonElement messages, BenchmarkPrompt common, string place)
    {
        var all = messages.EnumerateArray().Select(message => Message(message, $"{place} ({common.Id})")).ToList();
        var said = all.Where(message => message.Role != System).ToList();
        if (all.FindLastIndex(message => message.Role == System) > 0)
        {
            throw new DatasetException($"{place} ({common.Id}): a system message stands after another message; there is one, and it comes first.");
        }

        var last = said.FindLastIndex(message => message.Role == User);
        if (last < 0)
        {
            return null;
        }

        var before = said.Take(last).ToList();
        var prompt = common with { System = all[0].Role == System ? all[0].Content : common.System };
        return before.Exists(message => message.Role == Assistant)
            ? prompt with { History = before, Turns = [said[last].Content] }
            : prompt with { Turns = [.. before.Select(message => message.Content), said[last].Content] };
    }

    /// <summary>A message that would be left out, such as that of a tool, is refused: without it the conversation is another one.</summary>
    private static BenchmarkMessage Message(JsonElement message, string place)
    {
        var role = message.Text("role", "from");
        return new BenchmarkMessage
        {
            Role = role switch
            {
                System => System,
                User or "human" => User,
                Assistant or "gpt" => Assistant,
                null => throw new DatasetException($"{place}: a message has no role."),
                _ => throw new DatasetException($"{place}: a message of the role '{Printable.Name(role)}' can't be sent; there are system, user and assistant."),
            },
            Content = Text(message, place),
        };
    }

    /// <summary>The content as text; of a list of parts, those that are text. An image among them would go unseen.</summary>
    private static string Text(JsonElement message, string place)
    {
        if (message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array)
        {
            return string.Concat(content.EnumerateArray().Select(part => part.Text("text") is { } text && part.Text("type") is null or "text" ? part.Text("text")
                : throw new DatasetException($"{place}: a message has a part that is no text. Images are named in the row's 'images', which are shown before the first message.")));
        }

        return message.Text("content", "value") ?? "";
    }
}
