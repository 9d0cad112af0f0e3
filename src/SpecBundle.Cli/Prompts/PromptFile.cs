using System.Text.Json;

namespace SpeculativeDecoding.Cli;

/// <summary>Reads prompts: a line of the file is <c>{"id"?, "prompt" | "input_ids", "max_new_tokens"?}</c>.</summary>
internal static class PromptFile
{
    public static async Task<IReadOnlyList<Prompt>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file '{path}'.");
        }

        var prompts = new List<Prompt>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                prompts.Add(Parse(line, path, number));
            }
        }

        return prompts.Count > 0 ? prompts : throw new UsageException($"'{path}' has no prompts.");
    }

    private static Prompt Parse(string line, string path, int number)
    {
        PromptLine? parsed;
        try
        {
            parsed = JsonSerializer.Deserialize(line, PromptJson.Default.PromptLine);
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{path}, line {number}: {exception.Message}");
        }

        return parsed switch
        {
            null or { Prompt: null, InputIds: null } => throw new UsageException($"{path}, line {number}: neither 'prompt' nor 'input_ids'."),
            { Prompt: not null, InputIds: not null } => throw new UsageException($"{path}, line {number}: 'prompt' or 'input_ids', not both."),
            { MaxNewTokens: < 1 } => throw new UsageException($"{path}, line {number}: 'max_new_tokens' is at least 1."),
            _ => new Prompt(parsed.Id ?? FormattableString.Invariant($"{number}"), parsed.Prompt, parsed.InputIds, parsed.MaxNewTokens),
        };
    }
}
