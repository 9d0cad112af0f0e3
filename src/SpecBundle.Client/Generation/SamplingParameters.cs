using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>SGLang's sampling parameters. What is null is not sent, and the server's default holds.</summary>
public sealed record SamplingParameters
{
    /// <summary>The most tokens to generate. Server's default: 128.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>The fewest tokens to generate. Server's default: 0.</summary>
    public int? MinNewTokens { get; init; }

    /// <summary>0 is greedy. Server's default: 1.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling, above 0, to 1. Server's default: 1.</summary>
    public double? TopP { get; init; }

    /// <summary>The number of likeliest tokens to choose from; -1 for all. Server's default: all.</summary>
    public int? TopK { get; init; }

    /// <summary>The least probability, relative to the likeliest token's. Server's default: 0.</summary>
    public double? MinP { get; init; }

    /// <summary>-2 to 2. Server's default: 0.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>-2 to 2. Server's default: 0.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>Above 0, to 2. Server's default: 1.</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>Texts at which the answer ends; they are not part of the text unless <see cref="IncludeStopString"/>.</summary>
    public IReadOnlyList<string>? StopStrings { get; init; }

    /// <summary>Tokens at which the answer ends.</summary>
    public IReadOnlyList<int>? StopTokenIds { get; init; }

    /// <summary>Regular expressions at which the answer ends (newer servers).</summary>
    public IReadOnlyList<string>? StopPatterns { get; init; }

    /// <summary>Goes on after an end token. Server's default: false.</summary>
    public bool? IgnoreEndToken { get; init; }

    /// <summary>Leaves special tokens out of the text. Server's default: true.</summary>
    public bool? SkipSpecialTokens { get; init; }

    /// <summary>Puts spaces between special tokens. Server's default: true.</summary>
    public bool? SpacesBetweenSpecialTokens { get; init; }

    /// <summary>Keeps the stop string in the text. Server's default: false.</summary>
    public bool? IncludeStopString { get; init; }

    /// <summary>A JSON schema that the answer must satisfy. At most one of this, <see cref="Regex"/>, <see cref="Ebnf"/> and <see cref="StructuralTag"/>.</summary>
    public string? JsonSchema { get; init; }

    /// <summary>A regular expression that the answer must match.</summary>
    public string? Regex { get; init; }

    /// <summary>A grammar in EBNF that the answer must follow.</summary>
    public string? Ebnf { get; init; }

    /// <summary>A structural tag (JSON) that the answer must follow.</summary>
    public string? StructuralTag { get; init; }

    /// <summary>What to add to the logit of a token, by token id.</summary>
    public IReadOnlyDictionary<int, double>? LogitBias { get; init; }

    /// <summary>The seed; the server needs <c>--enable-deterministic-inference</c> for it.</summary>
    public long? Seed { get; init; }

    /// <summary>Tokens per frame, for this request (newer servers). Server's default: its <c>--stream-interval</c>.</summary>
    public int? TokensPerFrame { get; init; }

    /// <summary>What a custom logit processor of the server reads.</summary>
    public IReadOnlyDictionary<string, JsonElement>? CustomParameters { get; init; }
}
