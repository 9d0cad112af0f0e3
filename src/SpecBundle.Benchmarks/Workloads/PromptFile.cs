using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Reads prompts of your own from a file (JSON Lines or any other of <see cref="DataFile"/>). Each row has one of
/// <c>prompt</c> (text), <c>turns</c> (a list of the user's messages, each sent after the model's answer to the one
/// before) or <c>messages</c> (role and content); and may have <c>id</c>, <c>category</c>, <c>reference</c>,
/// <c>system</c>, <c>max_new_tokens</c> and <c>images</c>: a list of files, data URIs or base64, shown before the first
/// message. Such a file lies beside the prompt file, or below it, and is an image by its content, of at most 20 MB.
/// A row is at most 32 MB long, and there are at most 250,000.
/// </summary>
public static class PromptFile
{
    /// <summary>Reads the prompts of a file. A prompt without an id is <c>name/3</c> by its row, from 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The workload's name, for ids; null for the file's name without its extension.</param>
    /// <param name="imageFolder">Another folder in which the images that it names may lie; null for that of the file alone.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DatasetException">The file is not there or can't be read whole, a row has none of the three fields, or an image can't be read.</exception>
    public static async Task<IReadOnlyList<BenchmarkPrompt>> ReadAsync(
        string path, string? name = null, string? imageFolder = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var images = new PromptImages(path, imageFolder);
        return await ReadEachAsync(path, name, (row, id, _) => TryPrompt(row, id, images)
            ?? throw new DatasetException($"{row.Place} ({id}): it has no prompt. It needs 'prompt', 'turns' or 'messages' with a message of the user."), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A prompt of each row.</summary>
    /// <exception cref="DatasetException">The file can't be read, or has more prompts than are read.</exception>
    internal static async Task<List<BenchmarkPrompt>> ReadEachAsync(string path, string? name, Func<DataRow, string, int, BenchmarkPrompt> read, CancellationToken cancellationToken)
    {
        name ??= Path.GetFileName(path).Split('.')[0];
        var prompts = new List<BenchmarkPrompt>();
        await foreach (var row in DataFile.ReadPromptRowsAsync(path, isNamedFreely: false, cancellationToken).ConfigureAwait(false))
        {
            prompts.Add(read(row, $"{name}/{prompts.Count}", prompts.Count));
        }

        return prompts;
    }

    /// <summary>The prompt of one row; null when it has none of the three fields.</summary>
    internal static BenchmarkPrompt? TryPrompt(DataRow row, string id, PromptImages images)
    {
        var json = row.Json;
        var common = new BenchmarkPrompt
        {
            Id = json.Text("id") ?? id,
            System = json.Text("system"),
            Category = json.Text("category"),
            Reference = json.Text("reference"),
            Images = images.Read(row, id),
            MaxNewTokens = Limit(row, id),
        };
        if (json.Texts("turns") is { Count: > 0 } turns)
        {
            return common with { Turns = turns };
        }

        if (json.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array)
        {
            return Conversation.Of(messages, common, row.Place);
        }

        return json.Text("prompt") is { } text ? common with { Turns = [text] } : null;
    }

    /// <summary>A whole number above 0; in a table that a data frame wrote also 64.0.</summary>
    private static int? Limit(DataRow row, string id) =>
        row.Json.Text("max_new_tokens") is not { Length: > 0 } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= int.MaxValue && Math.Floor(limit) == limit ? (int)limit
        : throw new DatasetException($"{row.Place} ({id}): 'max_new_tokens' is a whole number from 1 on, not {Printable.Name(text)}.");
}
