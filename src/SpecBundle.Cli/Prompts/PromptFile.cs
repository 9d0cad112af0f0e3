using System.Text.Json;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>Reads prompts: a line of the file is <c>{"id"?, "prompt" | "input_ids" | "messages", "max_new_tokens"?}</c>, whatever the file is called; or it is any other file that prompts are read from.</summary>
internal static class PromptFile
{
    /// <exception cref="UsageException">There is no such file, or no prompt in it, or a line is none.</exception>
    /// <exception cref="DatasetException">It can't be read whole and as it is.</exception>
    public static async Task<IReadOnlyList<Prompt>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file '{path}'.");
        }

        var prompts = new List<Prompt>();
        await foreach (var row in DataFile.ReadPromptRowsAsync(path, isNamedFreely: true, cancellationToken).ConfigureAwait(false))
        {
            prompts.Add(Parse(row));
        }

        return prompts.Count > 0 ? prompts : throw new UsageException($"'{path}' has no prompts.");
    }

    private static Prompt Parse(DataRow row)
    {
        PromptLine? parsed;
        try
        {
            parsed = JsonSerializer.Deserialize(row.Json, PromptJson.Default.PromptLine);
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{row.Place}: {exception.Path?.TrimStart('$', '.') ?? "the line"} is not of its kind: 'id' and 'prompt' are texts, 'input_ids' a list of whole numbers, 'max_new_tokens' a whole number.");
        }

        return parsed switch
        {
            null or { Prompt: null, InputIds: null, Messages: null } => throw new UsageException($"{row.Place}: none of 'prompt', 'input_ids' and 'messages'."),
            { Prompt: not null, InputIds: not null } or { Prompt: not null, Messages: not null } or { InputIds: not null, Messages: not null } => throw new UsageException($"{row.Place}: one of 'prompt', 'input_ids' and 'messages', not several."),
            { Tools: not null } => throw new UsageException($"{row.Place}: 'generate' offers no tools, and this prompt has 'tools'; an app offers them through its chat client."),
            { Images: not null } => throw new UsageException($"{row.Place}: 'generate' sends text alone, and this prompt has 'images'; 'bench' sends them."),
            { MaxNewTokens: < 1 } => throw new UsageException($"{row.Place}: 'max_new_tokens' is at least 1."),
            _ => new Prompt(parsed.Id ?? FormattableString.Invariant($"{row.Number}"), parsed.Prompt, parsed.InputIds, parsed.MaxNewTokens)
            {
                Messages = parsed.Messages is { } messages ? PromptMessages.Read(messages, row.Place) : null,
            },
        };
    }
}
