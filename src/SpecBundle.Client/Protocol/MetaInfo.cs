using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>What the frames' <c>meta_info</c> has told so far. A field that a later frame leaves out keeps its value.</summary>
internal sealed class MetaInfo
{
    private readonly LeftOut _leftOut = new();
    private readonly SpeculationCounters _speculation;

    public MetaInfo() => _speculation = new SpeculationCounters(_leftOut);

    /// <summary>What it told that can't be meant.</summary>
    public IReadOnlyCollection<string> LeftOut => _leftOut.Sentences;

    public string? RequestId { get; private set; }

    public FinishReason? FinishReason { get; private set; }

    public int? PromptTokens { get; private set; }

    public int? CompletionTokens { get; private set; }

    public int? CachedTokens { get; private set; }

    public int? ReasoningTokens { get; private set; }

    public int Retractions { get; private set; }

    public void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadProperty(ref reader);
        }
    }

    public SpeculationStatistics? Speculation() => _speculation.ToStatistics(CompletionTokens);

    private void ReadProperty(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("completion_tokens"u8))
        {
            CompletionTokens = JsonValue.ReadCount(ref reader, _leftOut) ?? CompletionTokens;
        }
        else if (reader.ValueTextEquals("finish_reason"u8))
        {
            FinishReason = FinishReasonReader.Read(ref reader) ?? FinishReason;
        }
        else if (reader.ValueSpan.StartsWith("spec_"u8))
        {
            _speculation.Read(ref reader);
        }
        else if (reader.ValueTextEquals("prompt_tokens"u8))
        {
            PromptTokens = JsonValue.ReadCount(ref reader, _leftOut) ?? PromptTokens;
        }
        else if (reader.ValueTextEquals("cached_tokens"u8))
        {
            CachedTokens = JsonValue.ReadCount(ref reader, _leftOut) ?? CachedTokens;
        }
        else if (reader.ValueTextEquals("reasoning_tokens"u8))
        {
            ReasoningTokens = JsonValue.ReadCount(ref reader) ?? ReasoningTokens;
        }
        else if (reader.ValueTextEquals("num_retractions"u8))
        {
            Retractions = JsonValue.ReadCount(ref reader, _leftOut) ?? Retractions;
        }
        else if (RequestId is null && reader.ValueTextEquals("id"u8))
        {
            RequestId = JsonValue.ReadString(ref reader, _leftOut);
        }
        else
        {
            JsonValue.Skip(ref reader);
        }
    }
}
