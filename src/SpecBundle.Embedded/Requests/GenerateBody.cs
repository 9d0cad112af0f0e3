using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>The body of <c>/generate</c>: one prompt or a batch of them, as text or as token ids.</summary>
internal sealed class GenerateBody
{
    private static readonly string[] Unsupported =
        ["return_logprob", "return_hidden_states", "return_routed_experts", "lora_path", "session_params", "input_embeds", "image_data", "video_data", "audio_data", "custom_logit_processor"];

    private readonly JsonElement _body;

    /// <summary>Checks the shape alone; what the values ask for is read by <see cref="Requests"/>.</summary>
    public GenerateBody(JsonElement body)
    {
        _body = body;
        Stream = body.Switch("stream");
        CheckText();
        CheckIds();
    }

    public bool Stream { get; }

    /// <summary>Whether the answer is an array, and events carry an index.</summary>
    public bool IsBatch { get; private set; }

    /// <summary>The prompts with their parameters, in order.</summary>
    public IReadOnlyList<GenerationRequest> Requests(ITextTokenizer tokenizer)
    {
        foreach (var name in Unsupported)
        {
            if (_body.Field(name) is { } value && value.ValueKind != JsonValueKind.False)
            {
                throw new InvalidRequestException($"The embedded engine does not support {name}.");
            }
        }

        var prompts = Prompts(tokenizer);
        if (_body.Field("sampling_params") is not { ValueKind: JsonValueKind.Array } list)
        {
            var one = _body.Field("sampling_params") is { } parameters ? SamplingReader.Read(parameters) : new SamplingRequest();
            return [.. prompts.Select((ids, i) => new GenerationRequest(RequestId(i, prompts.Count), ids, one, Stream))];
        }

        return list.GetArrayLength() == prompts.Count && IsBatch
            ? [.. list.EnumerateArray().Select((parameters, i) => new GenerationRequest(RequestId(i, prompts.Count), prompts[i], SamplingReader.Read(parameters), Stream))]
            : throw new InvalidRequestException($"The length of sampling_params ({list.GetArrayLength()}) should match the batch size ({prompts.Count}).");
    }

    private List<IReadOnlyList<int>> Prompts(ITextTokenizer tokenizer)
    {
        var (text, ids) = (_body.Field("text"), _body.Field("input_ids"));
        if (text is null == ids is null)
        {
            throw new InvalidRequestException(text is null
                ? "Either text, input_ids or input_embeds should be provided."
                : "Only one of text, input_ids and input_embeds may be provided.");
        }

        if (text is { } prompts)
        {
            IsBatch = prompts.ValueKind == JsonValueKind.Array;
            return IsBatch ? [.. prompts.EnumerateArray().Select(prompt => tokenizer.Encode(prompt.GetString()!))] : [tokenizer.Encode(prompts.GetString()!)];
        }

        IsBatch = ids!.Value.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.Array;
        if (!IsBatch)
        {
            return [ids.Value.Ids("input_ids")];
        }

        return [.. ids.Value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Array
            ? item.Ids("input_ids")
            : throw JsonBody.Wrong("list_type", "input_ids", "Input should be a valid list", item))];
    }

    private string? RequestId(int index, int count)
    {
        if (_body.Field("rid") is not { } rid)
        {
            return null;
        }

        return rid.ValueKind switch
        {
            JsonValueKind.String => IsBatch ? $"{rid.GetString()}_{index}" : rid.GetString(),
            JsonValueKind.Array when rid.GetArrayLength() == count && rid[index].ValueKind == JsonValueKind.String => rid[index].GetString(),
            _ => throw new InvalidRequestException("The length of rid should match the batch size."),
        };
    }

    private void CheckText()
    {
        if (_body.Field("text") is not { } text || text.ValueKind == JsonValueKind.String)
        {
            return;
        }

        if (text.ValueKind != JsonValueKind.Array)
        {
            var shown = JsonBody.Shown(text);
            throw new MalformedBodyException(
                $"[{{'type': 'string_type', 'loc': ('body', 'text', 'str'), 'msg': 'Input should be a valid string', 'input': {shown}}}, "
                + $"{{'type': 'list_type', 'loc': ('body', 'text', 'list[str]'), 'msg': 'Input should be a valid list', 'input': {shown}}}]");
        }

        foreach (var prompt in text.EnumerateArray().Where(prompt => prompt.ValueKind != JsonValueKind.String))
        {
            throw JsonBody.Wrong("string_type", "text", "Input should be a valid string", prompt);
        }
    }

    private void CheckIds()
    {
        if (_body.Field("input_ids") is { } ids && ids.ValueKind != JsonValueKind.Array)
        {
            throw JsonBody.Wrong("list_type", "input_ids", "Input should be a valid list", ids);
        }
    }
}
