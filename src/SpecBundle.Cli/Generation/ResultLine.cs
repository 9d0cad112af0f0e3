using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Cli;

/// <summary>A line of <c>generate --json</c> and <c>chat --json</c>. What is unknown is null.</summary>
internal sealed record ResultLine(
    string Id,
    string? Text,
    IReadOnlyList<int>? OutputIds,
    string? FinishReason,
    int? PromptTokens,
    int? CompletionTokens,
    int? CachedTokens,
    int? VerifySteps,
    double? AcceptLength,
    int? AcceptedDrafts,
    int? ProposedDrafts,
    IReadOnlyList<int>? AcceptHistogram,
    IReadOnlyList<int>? StepTokens,
    [property: JsonPropertyName("ttft_s")] double? TimeToFirstToken,
    [property: JsonPropertyName("e2e_s")] double? EndToEnd,
    [property: JsonPropertyName("chunk_times_s")] IReadOnlyList<double>? ChunkTimes)
{
    /// <summary>Which run of a comparison the request belongs to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? WithDraft { get; init; }

    /// <summary>What should hold between the server's counters and does not, what it told that can't be meant, and what was changed in the text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Violations { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResultError? Error { get; init; }

    public static ResultLine From(GenerationOutcome outcome, bool? withDraft) => Of(
        outcome.Prompt.Id,
        outcome.Result?.Text ?? outcome.Partial?.Text,
        outcome.Result?.OutputIds ?? outcome.Partial?.OutputIds,
        outcome.Result?.FinishReason.ToString(),
        outcome.Result?.Statistics ?? outcome.Partial?.Statistics,
        outcome.Error) with
    {
        WithDraft = withDraft,
    };

    public static ResultLine Of(string id, string? text, IReadOnlyList<int>? outputIds, string? finishReason, RequestStatistics? statistics, SpecBundleException? failure)
    {
        var speculation = statistics?.Speculation;
        return new ResultLine(
            id,
            text,
            outputIds,
            finishReason,
            statistics?.PromptTokens,
            statistics?.CompletionTokens,
            statistics?.CachedTokens,
            speculation?.VerifySteps,
            speculation?.AcceptLength,
            speculation?.AcceptedDrafts,
            speculation?.ProposedDrafts,
            speculation?.AcceptHistogram,
            statistics is null ? null : [.. statistics.Chunks.Select(chunk => chunk.Tokens)],
            statistics?.TimeToFirstToken?.TotalSeconds,
            statistics?.EndToEnd.TotalSeconds,
            statistics is null ? null : [.. statistics.Chunks.Select(chunk => chunk.Elapsed.TotalSeconds)])
        {
            Violations = statistics?.Violations is { Count: > 0 } violations ? violations : null,
            Error = failure is { } error ? new ResultError(error.GetType().Name, OptionNames.Translate(error.Message), error.Hint is { } hint ? OptionNames.Translate(hint) : null) : null,
        };
    }
}

/// <summary>Why a request failed.</summary>
internal sealed record ResultError(string Type, string Message, string? Hint);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ResultLine))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    /// <summary>Text as it is: the line goes to a script, not into a web page.</summary>
    public static ResultJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    });
}
