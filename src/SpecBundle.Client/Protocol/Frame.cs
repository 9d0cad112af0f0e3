using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>The parts of one frame as spans of its bytes, found without decoding any of them.</summary>
internal readonly ref struct Frame
{
    private Frame(ReadOnlySpan<byte> text, ReadOnlySpan<byte> ids, ReadOnlySpan<byte> metaInfo, bool hasText, bool hasIds, bool isError, int index)
    {
        Text = text;
        Ids = ids;
        MetaInfo = metaInfo;
        HasText = hasText;
        HasIds = hasIds;
        IsError = isError;
        Index = index;
    }

    /// <summary>The inside of the string, escapes and all.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The inside of the array.</summary>
    public ReadOnlySpan<byte> Ids { get; }

    public ReadOnlySpan<byte> MetaInfo { get; }

    public bool HasText { get; }

    public bool HasIds { get; }

    public bool IsError { get; }

    /// <summary>The place in a batch; 0 for a single request.</summary>
    public int Index { get; }

    public static Frame Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        ReadOnlySpan<byte> text = default, ids = default, metaInfo = default;
        bool hasText = false, hasIds = false, isError = false;
        var index = 0;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("a frame is not a JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("text"u8))
            {
                reader.Read();
                hasText = reader.TokenType == JsonTokenType.String;
                text = hasText ? reader.ValueSpan : default;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("output_ids"u8))
            {
                ids = Value(ref reader, json);
                hasIds = ids is [(byte)'[', ..];
            }
            else if (reader.ValueTextEquals("meta_info"u8))
            {
                metaInfo = Value(ref reader, json);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                index = JsonValue.ReadCount(ref reader) ?? 0;
            }
            else
            {
                isError |= reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("object"u8);
                JsonValue.Skip(ref reader);
            }
        }

        while (reader.Read())
        {
            // To the end, so that what follows the object is found to be an error.
        }

        return new Frame(text, hasIds ? ids[1..^1] : default, metaInfo, hasText, hasIds, isError && metaInfo.IsEmpty, index);
    }

    private static ReadOnlySpan<byte> Value(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
