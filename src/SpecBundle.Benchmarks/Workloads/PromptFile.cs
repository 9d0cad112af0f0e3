using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Reads prompts of your own from a file (JSON Lines or any other of <see cref="DataFile"/>). Each row has one of
/// <c>prompt</c> (text), <c>turns</c> (a list of the user's messages, each sent after the model's answer to the one
/// before) or <c>messages</c> (role and content); and may have <c>id</c>, <c>category</c>, <c>reference</c>,
/// <c>system</c>, <c>max_new_tokens</c> and <c>images</c>: a list of files (from the folder of the prompt file), data URIs
/// or base64, shown before the first message.
/// </summary>
public static class PromptFile
{
    /// <summary>Reads the prompts of a file. A prompt without an id is <c>name/3</c> by its row, from 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The workload's name, for ids; null for the file's name without its extension.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DatasetException">The file is not there, a row has none of the three fields, or an image can't be read.</exception>
    public static async Task<IReadOnlyList<BenchmarkPrompt>> ReadAsync(
        string path, string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= Path.GetFileName(path).Split('.')[0];
        var prompts = new List<BenchmarkPrompt>();
        await foreach (var row in DataFile.ReadAsync(path, cancellationToken).ConfigureAwait(false))
        {
            prompts.Add(Prompt(row, $"{name}/{prompts.Count}", path));
        }

        return prompts;
    }

    /// <summary>The prompt of one row; null when it has none of the three fields.</summary>
    internal static BenchmarkPrompt? TryPrompt(JsonElement row, string id, string path)
    {
        var common = new BenchmarkPrompt
        {
            Id = row.Text("id") ?? id,
            System = row.Text("system"),
            Category = row.Text("category"),
            Reference = row.Text("reference"),
            Images = PromptImages.Read(row, id, path),
            MaxNewTokens = row.Text("max_new_tokens") is { } limit && int.TryParse(limit, CultureInfo.InvariantCulture, out var tokens) && tokens > 0
                ? tokens : null,
        };
        if (row.Texts("turns") is { Count: > 0 } turns)
        {
            return common with { Turns = turns };
        }

        if (row.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array)
        {
            return Conversation.Of(messages, common);
        }

        return row.Text("prompt") is { } text ? common with { Turns = [text] } : null;
    }

    private static BenchmarkPrompt Prompt(JsonElement row, string id, string path) => TryPrompt(row, id, path)
        ?? throw new DatasetException($"{path}: the row of {id} has no prompt. It needs 'prompt', 'turns' or 'messages' with a message of the user.");
}
