using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Makes a prompt of a list of messages.</summary>
internal static class Conversation
{
    /// <summary>
    /// Where an assistant has spoken, its words are the history and the last message of the user is asked, so every
    /// configuration sees the same; where only the user speaks, each message is a turn of its own. Messages after the
    /// user's last are what was answered once, and are left out. Null when the user says nothing.
    /// </summary>
    public static BenchmarkPrompt? Of(JsonElement messages, BenchmarkPrompt common)
    {
        var all = messages.EnumerateArray()
            .Select(message => new BenchmarkMessage { Role = message.Text("role", "from") ?? "", Content = Text(message, common.Id) })
            .ToList();
        var system = all.FirstOrDefault(message => message.Role == "system")?.Content;
        var said = all.Where(message => message.Role is "user" or "human" or "assistant" or "gpt")
            .Select(message => message with { Role = message.Role is "user" or "human" ? "user" : "assistant" })
            .ToList();
        var last = said.FindLastIndex(message => message.Role == "user");
        if (last < 0)
        {
            return null;
        }

        var before = said.Take(last).ToList();
        var prompt = common with { System = system ?? common.System };
        return before.Exists(message => message.Role == "assistant")
            ? prompt with { History = before, Turns = [said[last].Content] }
            : prompt with { Turns = [.. before.Select(message => message.Content), said[last].Content] };
    }

    /// <summary>The content as text; of a list of parts, those that are text. An image among them would go unseen.</summary>
    private static string Text(JsonElement message, string id)
    {
        if (message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array)
        {
            return string.Concat(content.EnumerateArray().Select(part => part.Text("type") is "image" or "image_url"
                ? throw new DatasetException($"A message of {id} has an image among its parts. Name it in the row's 'images', which are shown before the first message.")
                : part.Text("text") ?? ""));
        }

        return message.Text("content", "value") ?? "";
    }
}
