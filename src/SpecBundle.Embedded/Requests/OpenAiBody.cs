using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>What both OpenAI routes read alike: sampling under OpenAI's names, stream options and SGLang's additions.</summary>
internal sealed class OpenAiBody
{
    private static readonly string[] Unsupported =
        ["tools", "functions", "logit_bias", "regex", "ebnf", "stop_regex", "json_schema", "lora_path", "session_params", "return_hidden_states", "echo", "suffix"];

    // Parameters that both routes and the native one call alike.
    private static readonly string[] SameName =
        ["temperature", "top_p", "top_k", "min_p", "frequency_penalty", "presence_penalty", "repetition_penalty", "stop", "stop_token_ids", "ignore_eos", "skip_special_tokens", "no_stop_trim", "n"];

    private readonly JsonElement _body;

    public OpenAiBody(JsonElement body)
    {
        _body = body;
        Stream = body.Switch("stream");
        Model = body.Text("model");
        RequestId = body.Text("rid");
        if (body.Field("stream_options") is { ValueKind: JsonValueKind.Object } options)
        {
            IncludeUsage = options.Switch("include_usage");
            ContinuousUsage = options.Switch("continuous_usage_stats");
        }

        SpecTokensDetails = body.Switch("return_spec_tokens_details");
        CachedTokensDetails = body.Switch("return_cached_tokens_details");
        MetaInfo = body.Switch("return_meta_info");
    }

    public bool Stream { get; }

    /// <summary>Echoed as it came: any name is served by the one model.</summary>
    public string? Model { get; }

    public string? RequestId { get; }

    public bool IncludeUsage { get; }

    public bool ContinuousUsage { get; }

    public bool SpecTokensDetails { get; }

    public bool CachedTokensDetails { get; }

    public bool MetaInfo { get; }

    /// <summary>The sampling, checked by the native route's rules. <paramref name="length"/> is the default of the route; null fills the context.</summary>
    public SamplingRequest Sampling(int? length)
    {
        foreach (var name in Unsupported)
        {
            if (_body.Field(name) is { } value && value.ValueKind != JsonValueKind.False && !(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0))
            {
                throw new InvalidRequestException($"The embedded engine does not support {name}.");
            }
        }

        if (_body.Field("logprobs") is { } logprobs && logprobs.ValueKind != JsonValueKind.False)
        {
            throw new InvalidRequestException("The embedded engine does not support logprobs.");
        }

        if (_body.Field("response_format") is { } format && (format.ValueKind != JsonValueKind.Object || format.Text("type") is not (null or "text")))
        {
            throw new InvalidRequestException("The embedded engine does not support response_format.");
        }

        using var native = JsonDocument.Parse(PlainJson.Render(json =>
        {
            json.WriteStartObject();
            var most = _body.Field("max_completion_tokens") ?? _body.Field("max_tokens");
            json.WritePropertyName("max_new_tokens");
            if (most is { } given)
            {
                given.WriteTo(json);
            }
            else if (length is { } tokens)
            {
                json.WriteNumberValue(tokens);
            }
            else
            {
                json.WriteNullValue();
            }

            Copy(json, "min_tokens", "min_new_tokens");
            Copy(json, "seed", "sampling_seed");
            foreach (var name in SameName)
            {
                Copy(json, name, name);
            }

            json.WriteEndObject();
        }));
        return SamplingReader.Read(native.RootElement);
    }

    private void Copy(Utf8JsonWriter json, string from, string to)
    {
        if (_body.Field(from) is { } value)
        {
            json.WritePropertyName(to);
            value.WriteTo(json);
        }
    }
}
