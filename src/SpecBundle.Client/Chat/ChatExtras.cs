using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>The additional properties that are sampling parameters, by the names that the server's chat route has for them.</summary>
internal sealed record ChatExtras
{
    private static readonly string[] Names = [.. ChatExtrasJson.Default.ChatExtras.Properties.Select(property => property.Name)];

    public double? MinP { get; init; }

    public double? RepetitionPenalty { get; init; }

    public int? MinTokens { get; init; }

    public IReadOnlyList<int>? StopTokenIds { get; init; }

    public IReadOnlyList<string>? StopRegex { get; init; }

    public bool? IgnoreEos { get; init; }

    public bool? SkipSpecialTokens { get; init; }

    public bool? SpacesBetweenSpecialTokens { get; init; }

    public bool? NoStopTrim { get; init; }

    public string? Regex { get; init; }

    public string? Ebnf { get; init; }

    public IReadOnlyDictionary<int, double>? LogitBias { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? CustomParams { get; init; }

    /// <summary>Fills in what is still open. Names that are no sampling parameters have no place in a request of the native route.</summary>
    /// <exception cref="InvalidValueException">A value is not of its name's kind.</exception>
    public static SamplingParameters Fill(SamplingParameters sampling, ChatRequest request)
    {
        var given = Names.Where(name => request.Additional(name) is not null).ToDictionary(name => name, request.Additional, StringComparer.Ordinal);
        if (given.Count == 0)
        {
            return sampling;
        }

        const string Property = $"{nameof(ChatOptions)}.{nameof(ChatOptions.AdditionalProperties)}";
        var extras = Read(PlainValue.ToText(given, Property), Property);
        return sampling with
        {
            MinP = sampling.MinP ?? extras.MinP,
            RepetitionPenalty = sampling.RepetitionPenalty ?? extras.RepetitionPenalty,
            MinNewTokens = sampling.MinNewTokens ?? extras.MinTokens,
            StopTokenIds = sampling.StopTokenIds ?? extras.StopTokenIds,
            StopPatterns = sampling.StopPatterns ?? extras.StopRegex,
            IgnoreEndToken = sampling.IgnoreEndToken ?? extras.IgnoreEos,
            SkipSpecialTokens = sampling.SkipSpecialTokens ?? extras.SkipSpecialTokens,
            SpacesBetweenSpecialTokens = sampling.SpacesBetweenSpecialTokens ?? extras.SpacesBetweenSpecialTokens,
            IncludeStopString = sampling.IncludeStopString ?? extras.NoStopTrim,
            Regex = sampling.Regex ?? extras.Regex,
            Ebnf = sampling.Ebnf ?? extras.Ebnf,
            LogitBias = sampling.LogitBias ?? extras.LogitBias,
            CustomParameters = sampling.CustomParameters ?? extras.CustomParams,
        };
    }

    private static ChatExtras Read(string json, string property)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ChatExtrasJson.Default.ChatExtras)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidValueException($"{property}[{exception.Path?.TrimStart('$', '.')}]", "a value of another kind", "it is not what a sampling parameter of that name is", "The names are those of SGLang's chat route, such as min_p (a number) and stop_token_ids (a list of whole numbers).");
        }
    }
}

/// <summary>Their names on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatExtras))]
internal sealed partial class ChatExtrasJson : JsonSerializerContext;
