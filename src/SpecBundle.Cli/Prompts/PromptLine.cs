using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Cli;

/// <summary>A line of a prompts file as written.</summary>
internal sealed record PromptLine(string? Id, string? Prompt, IReadOnlyList<int>? InputIds, int? MaxNewTokens, JsonElement? Messages, JsonElement? Tools, JsonElement? Images);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PromptLine))]
internal sealed partial class PromptJson : JsonSerializerContext;
