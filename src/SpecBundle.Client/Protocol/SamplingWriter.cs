using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Writes the sampling parameters that are set, under SGLang's names.</summary>
internal static class SamplingWriter
{
    public static void Write(Utf8JsonWriter writer, SamplingParameters sampling)
    {
        WriteLimits(writer, sampling);
        WriteProbabilities(writer, sampling);
        WriteStops(writer, sampling);
        WriteSwitches(writer, sampling);
        WriteConstraints(writer, sampling);
        if (sampling.LogitBias is { } biases)
        {
            writer.WriteStartObject("logit_bias"u8);
            foreach (var (token, bias) in biases)
            {
                writer.WriteNumber(token.ToString(CultureInfo.InvariantCulture), bias);
            }

            writer.WriteEndObject();
        }

        if (sampling.CustomParameters is { } custom)
        {
            writer.WriteStartObject("custom_params"u8);
            foreach (var (name, value) in custom)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }

    public static void WriteNumbers(Utf8JsonWriter writer, string name, IReadOnlyList<int> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private static void WriteLimits(Utf8JsonWriter writer, SamplingParameters sampling)
    {
        Write(writer, "max_new_tokens", sampling.MaxNewTokens);
        Write(writer, "min_new_tokens", sampling.MinNewTokens);
        Write(writer, "stream_interval", sampling.TokensPerFrame);
        Write(writer, "sampling_seed", sampling.Seed);
    }

    private static void WriteProbabilities(Utf8JsonWriter writer, SamplingParameters sampling)
    {
        Write(writer, "temperature", sampling.Temperature);
        Write(writer, "top_p", sampling.TopP);
        Write(writer, "top_k", sampling.TopK);
        Write(writer, "min_p", sampling.MinP);
        Write(writer, "frequency_penalty", sampling.FrequencyPenalty);
        Write(writer, "presence_penalty", sampling.PresencePenalty);
        Write(writer, "repetition_penalty", sampling.RepetitionPenalty);
    }

    private static void WriteStops(Utf8JsonWriter writer, SamplingParameters sampling)
    {
        Write(writer, "stop", sampling.StopStrings);
        Write(writer, "stop_regex", sampling.StopPatterns);
        if (sampling.StopTokenIds is { } tokens)
        {
            WriteNumbers(writer, "stop_token_ids", tokens);
        }
    }

    private static void WriteSwitches(Utf8JsonWriter writer, SamplingParameters sampling)
    {
        Write(writer, "ignore_eos", sampling.IgnoreEndToken);
        Write(writer, "skip_special_tokens", sampling.SkipSpecialTokens);
        Write(writer, "spaces_between_special_tokens", sampling.SpacesBetweenSpecialTokens);
        Write(writer, "no_stop_trim", sampling.IncludeStopString);
    }

    private static void WriteConstraints(Utf8JsonWriter writer, SamplingParameters sampling)
    {
        Write(writer, "json_schema", sampling.JsonSchema);
        Write(writer, "regex", sampling.Regex);
        Write(writer, "ebnf", sampling.Ebnf);
        Write(writer, "structural_tag", sampling.StructuralTag);
    }

    public static void Write(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string>? values)
    {
        if (values is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
