using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Reads when requests came, and what they were, from a recorded trace: JSON Lines or CSV with a <c>timestamp</c> (or
/// <c>TIMESTAMP</c>, <c>arrival</c>) in each row, a number or an ISO 8601 time. A row has a prompt as
/// <see cref="PromptFile"/> has it, or lengths (<c>input_length</c> and <c>output_length</c>, or <c>ContextTokens</c>
/// and <c>GeneratedTokens</c> as in the Azure traces) for which a synthetic prompt is made.
/// </summary>
public static class ArrivalTrace
{
    /// <summary>Reads the trace in order of arrival; the first request is due at 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unit">What a number counts; null (default) for seconds. Mooncake's traces count milliseconds.</param>
    /// <param name="name">The workload's name, for ids; null for the file's name without its extension.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DatasetException">A row has no time, or neither prompt nor lengths.</exception>
    public static async Task<IReadOnlyList<BenchmarkPrompt>> ReadAsync(
        string path, TimeSpan? unit = null, string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= Path.GetFileName(path).Split('.')[0];
        var prompts = new List<BenchmarkPrompt>();
        await foreach (var row in DataFile.ReadAsync(path, cancellationToken).ConfigureAwait(false))
        {
            var id = $"{name}/{prompts.Count}";
            var prompt = PromptFile.TryPrompt(row, id, path) ?? ByLength(row, id, prompts.Count)
                ?? throw new DatasetException($"{path}: the row of {id} has neither a prompt nor an 'input_length'.");
            var arrival = Seconds(row, unit ?? TimeSpan.FromSeconds(1))
                ?? throw new DatasetException($"{path}: the row of {id} has no 'timestamp' that is a number or an ISO 8601 time.");
            prompts.Add(prompt with { ArrivalSeconds = arrival });
        }

        if (prompts.Count == 0)
        {
            return prompts;
        }

        var first = prompts.Min(prompt => prompt.ArrivalSeconds!.Value);
        return [.. prompts.Select(prompt => prompt with { ArrivalSeconds = prompt.ArrivalSeconds - first })
            .OrderBy(prompt => prompt.ArrivalSeconds)];
    }

    private static double? Seconds(JsonElement row, TimeSpan unit)
    {
        if (row.Text("timestamp", "TIMESTAMP", "arrival") is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number * unit.TotalSeconds;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcTicks / (double)TimeSpan.TicksPerSecond
            : null;
    }

    private static BenchmarkPrompt? ByLength(JsonElement row, string id, int seed) =>
        Count(row, "input_length", "ContextTokens") is { } words
            ? new()
            {
                Id = id,
                Turns = [SyntheticPrompts.Text(words, seed)],
                MaxNewTokens = Count(row, "output_length", "GeneratedTokens"),
            }
            : null;

    private static int? Count(JsonElement row, params ReadOnlySpan<string> names) =>
        int.TryParse(row.Text(names), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
}
