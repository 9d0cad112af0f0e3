using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Reads <c>sampling_params</c>: SGLang's names, defaults, limits and messages.</summary>
internal static class SamplingReader
{
    // Each is looked for after each token of the answer, on the thread that all requests share.
    private const int MostStops = 256;
    private const int MostStopCharacters = 16 * 1024;

    // Names that exist, and ask for what this engine does not have.
    private static readonly string[] Unsupported =
        ["stop_regex", "ebnf", "structural_tag", "logit_bias", "custom_params", "beam_width"];

    public static SamplingRequest Read(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            throw JsonBody.Wrong("dict_type", "sampling_params", "Input should be a valid dictionary", parameters);
        }

        var request = new SamplingRequest();
        var engine = request.Engine;
        foreach (var field in parameters.EnumerateObject())
        {
            var (name, value) = (field.Name, field.Value);
            if (name == "max_new_tokens")
            {
                request = request with { MaxNewTokens = value.ValueKind == JsonValueKind.Null ? null : Integer(name, value, 1, int.MaxValue, "must be at least 1") };
                continue;
            }

            if (value.ValueKind == JsonValueKind.Null)
            {
                _ = Known(name) ? 0 : throw new UnknownParameterException(name);
                continue;
            }

            switch (name)
            {
                case "min_new_tokens": engine = engine with { MinNewTokens = Integer(name, value, 0, int.MaxValue, "must be at least 0") }; break;
                case "temperature": engine = engine with { Temperature = Number(name, value, 0, true, double.MaxValue, "must be a non-negative finite number") }; break;
                case "top_p": engine = engine with { TopP = Number(name, value, 0, false, 1, "must be in (0, 1]") }; break;
                case "min_p": engine = engine with { MinP = Number(name, value, 0, true, 1, "must be in [0, 1]") }; break;
                case "top_k": engine = engine with { TopK = TopK(value) }; break;
                case "frequency_penalty": engine = engine with { FrequencyPenalty = Number(name, value, -2, true, 2, "must be in [-2, 2]") }; break;
                case "presence_penalty": engine = engine with { PresencePenalty = Number(name, value, -2, true, 2, "must be in [-2, 2]") }; break;
                case "repetition_penalty": engine = engine with { RepetitionPenalty = Number(name, value, 0, false, 2, "must be in (0, 2]") }; break;
                case "stop": engine = engine with { Stop = Strings(value) }; break;
                case "stop_token_ids": engine = engine with { StopTokenIds = Ids(value) }; break;
                case "ignore_eos": engine = engine with { IgnoreEos = Boolean(name, value) }; break;
                case "sampling_seed": engine = engine with { Seed = (ulong)Integer(name, value, int.MinValue, int.MaxValue, "must be an integer") }; break;
                case "skip_special_tokens": request = request with { SkipSpecialTokens = Boolean(name, value) }; break;
                case "no_stop_trim": request = request with { NoStopTrim = Boolean(name, value) }; break;
                case "json_schema": request = Constrained(request, GrammarSource.JsonSchema(Text(name, value))); break;
                case "regex": request = Constrained(request, GrammarSource.Regex(Text(name, value))); break;
                case "stream_interval": request = request with { StreamInterval = Integer(name, value, 1, int.MaxValue, "must be at least 1") }; break;
                case "spaces_between_special_tokens": _ = Boolean(name, value); break;
                case "n":
                    _ = Integer(name, value, 1, int.MaxValue, "must be at least 1") == 1
                        ? 1 : throw new InvalidRequestException("The embedded engine gives one answer for each prompt: n must be 1.");
                    break;
                default:
                    throw Unsupported.Contains(name)
                        ? new InvalidRequestException($"The embedded engine does not support {name}.")
                        : new UnknownParameterException(name);
            }
        }

        if (request.MaxNewTokens is { } most && engine.MinNewTokens > most)
        {
            throw new InvalidRequestException($"min_new_tokens must be in [0, max_new_tokens({most})], got {engine.MinNewTokens}.");
        }

        return request with { Engine = engine };
    }

    public static IReadOnlyList<string> Strings(JsonElement value)
    {
        IReadOnlyList<string> texts = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? [text] : [],
            JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
                [.. value.EnumerateArray().Select(item => item.GetString()!).Where(item => item.Length > 0)],
            _ => throw new InvalidRequestException($"stop must be a string or a list of strings, got {JsonBody.Shown(value)}."),
        };
        return texts.Count <= MostStops && texts.Sum(text => (long)text.Length) <= MostStopCharacters
            ? texts
            : throw new InvalidRequestException($"stop must be at most {MostStops} strings of together {MostStopCharacters} characters, got {texts.Count} of {texts.Sum(text => (long)text.Length)}.");
    }

    private static bool Known(string name) => Unsupported.Contains(name) || name is "min_new_tokens" or "temperature" or "top_p" or "min_p" or "top_k"
        or "frequency_penalty" or "presence_penalty" or "repetition_penalty" or "stop" or "stop_token_ids" or "ignore_eos" or "sampling_seed"
        or "skip_special_tokens" or "no_stop_trim" or "stream_interval" or "json_schema" or "regex" or "spaces_between_special_tokens" or "n";

    private static int[] Ids(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.Ids("stop_token_ids")
        : throw new InvalidRequestException($"stop_token_ids must be a list of integers, got {JsonBody.Shown(value)}.");

    private static int TopK(JsonElement value)
    {
        var topK = Integer("top_k", value, -1, int.MaxValue, "must be -1 (disable) or at least 1");
        return topK != 0 ? topK : throw new InvalidRequestException("top_k must be -1 (disable) or at least 1, got 0.");
    }

    private static SamplingRequest Constrained(SamplingRequest request, GrammarSource grammar) => request.Grammar is null
        ? request with { Grammar = grammar }
        : throw new InvalidRequestException("Only one of regex, json_schema, or ebnf can be set.");

    private static string Text(string name, JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new InvalidRequestException($"{name} must be a string, got {JsonBody.Shown(value)}.");

    private static bool Boolean(string name, JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : throw new InvalidRequestException($"{name} must be a boolean, got {JsonBody.Shown(value)}.");

    private static int Integer(string name, JsonElement value, int least, int most, string rule) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw new InvalidRequestException(string.Create(CultureInfo.InvariantCulture, $"{name} {rule}, got {JsonBody.Shown(value)}."));

    private static double Number(string name, JsonElement value, double least, bool included, double most, string rule) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            && (included ? number >= least : number > least) && number <= most
            ? number
            : throw new InvalidRequestException($"{name} {rule}, got {JsonBody.Shown(value)}.");
}
