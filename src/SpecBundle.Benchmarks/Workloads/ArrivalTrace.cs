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
    private static readonly TimeSpan LongestTrace = TimeSpan.FromDays(31);

    /// <summary>Reads the trace in order of arrival; the first request is due at 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unit">What a number counts; null (default) for seconds. Mooncake's traces count milliseconds.</param>
    /// <param name="name">The workload's name, for ids; null for the file's name without its extension.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DatasetException">A row has no time, or neither prompt nor lengths; or the file can't be read whole.</exception>
    public static async Task<IReadOnlyList<BenchmarkPrompt>> ReadAsync(
        string path, TimeSpan? unit = null, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var images = new PromptImages(path, null);
        var words = 0L;
        var prompts = await PromptFile.ReadEachAsync(path, name, (row, id, index) =>
        {
            var prompt = PromptFile.TryPrompt(row, id, images) ?? ByLength(row, id, index, ref words)
                ?? throw new DatasetException($"{row.Place} ({id}): it has neither a prompt nor an 'input_length'.");
            return prompt with
            {
                ArrivalSeconds = Seconds(row.Json, unit ?? TimeSpan.FromSeconds(1))
                    ?? throw new DatasetException($"{row.Place} ({id}): it has no 'timestamp' that is a number or an ISO 8601 time."),
            };
        }, cancellationToken).ConfigureAwait(false);
        if (prompts.Count == 0)
        {
            return prompts;
        }

        var first = prompts.Min(prompt => prompt.ArrivalSeconds!.Value);
        if (prompts.Max(prompt => prompt.ArrivalSeconds!.Value) - first is var length && !(length <= LongestTrace.TotalSeconds))
        {
            throw new DatasetException(string.Create(CultureInfo.InvariantCulture, $"{path}: its last request is due {length / TimeSpan.FromDays(1).TotalSeconds:0.#} days after the first, and a trace is at most {LongestTrace.TotalDays:0} days long; do its timestamps count something else than is said (--trace-unit)?"));
        }

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

    private static BenchmarkPrompt? ByLength(DataRow row, string id, int seed, ref long words)
    {
        if (Count(row.Json, "input_length", "ContextTokens") is not { } length)
        {
            return null;
        }

        words += length;
        return length <= SyntheticPrompts.MostWords && words <= SyntheticPrompts.MostWordsInAll
            ? new() { Id = id, Turns = new SyntheticTurns(length, seed), MaxNewTokens = Count(row.Json, "output_length", "GeneratedTokens") }
            : throw new DatasetException(string.Create(CultureInfo.InvariantCulture, $"{row.Place} ({id}): prompts are made of at most {SyntheticPrompts.MostWords:N0} words each, and {SyntheticPrompts.MostWordsInAll:N0} together."));
    }

    private static int? Count(JsonElement row, params ReadOnlySpan<string> names) =>
        int.TryParse(row.Text(names), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
}
