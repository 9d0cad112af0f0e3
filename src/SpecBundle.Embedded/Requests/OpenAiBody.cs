using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>What both OpenAI routes read alike: sampling under OpenAI's names, stream options and SGLang's additions.</summary>
internal sealed class OpenAiBody
{
    private static readonly string[] Unsupported =
        ["functions", "logit_bias", "ebnf", "stop_regex", "lora_path", "session_params", "return_hidden_states", "echo", "suffix"];

    // Parameters that both routes and the native one call alike.
    private static readonly string[] SameName =
        ["temperature", "top_p", "top_k", "min_p", "frequency_penalty", "presence_penalty", "repetition_penalty", "stop", "stop_token_ids", "ignore_eos", "skip_special_tokens", "no_stop_trim", "n", "regex"];

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

    /// <summary>The sampling, checked by the native route's rules.</summary>
    /// <param name="length">The default of the route; null fills the context.</param>
    /// <param name="tools">Null on the route that knows none.</param>
    public SamplingRequest Sampling(int? length, ToolRequest? tools = null)
    {
        if (tools is null && IsAsked("tools"))
        {
            throw new InvalidRequestException("The embedded engine does not support tools on this route.");
        }

        foreach (var name in Unsupported)
        {
            if (IsAsked(name))
            {
                throw new InvalidRequestException($"The embedded engine does not support {name}.");
            }
        }

        if (_body.Field("logprobs") is { } logprobs && logprobs.ValueKind != JsonValueKind.False)
        {
            throw new InvalidRequestException("The embedded engine does not support logprobs.");
        }

        var schema = ResponseFormat.Schema(_body);
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

            if (schema is not null)
            {
                json.WriteString("json_schema", schema);
            }

            Copy(json, "min_tokens", "min_new_tokens");
            Copy(json, "seed", "sampling_seed");
            foreach (var name in SameName)
            {
                Copy(json, name, name);
            }

            json.WriteEndObject();
        }));
        var sampling = SamplingReader.Read(native.RootElement);
        if (tools is not { IsRequired: true })
        {
            return sampling;
        }

        return sampling.Grammar is null
            ? sampling with { Grammar = GrammarSource.ToolCalls(tools.Required, tools.MostCalls) }
            : throw new InvalidRequestException("An answer that must call a tool can't have a response_format, json_schema or regex too.");
    }

    private bool IsAsked(string name) =>
        _body.Field(name) is { } value && value.ValueKind != JsonValueKind.False && !(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    private void Copy(Utf8JsonWriter json, string from, string to)
    {
        if (_body.Field(from) is { } value)
        {
            json.WritePropertyName(to);
            value.WriteTo(json);
        }
    }
}
