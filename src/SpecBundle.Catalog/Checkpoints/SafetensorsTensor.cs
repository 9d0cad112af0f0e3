namespace SpeculativeDecoding;

/// <summary>A tensor as the header of a safetensors file describes it.</summary>
/// <param name="Name">Its name, for example <c>model.embed_tokens.weight</c>.</param>
/// <param name="DataType">Its number type, for example <c>BF16</c>.</param>
/// <param name="Shape">Its sides, the outer first.</param>
/// <param name="Begin">Where its bytes begin, after the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record SafetensorsTensor(string Name, string DataType, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Whether each element is a weight by itself: what is packed has other shapes than the configuration says.</summary>
    public bool IsPlain => DataType is "F64" or "F32" or "F16" or "BF16" or "F8_E4M3" or "F8_E5M2";

    /// <summary>The bytes that its shape asks for; null for a number type that is not known here.</summary>
    public long? ShapeBytes => Width is { } width ? Shape.Aggregate(width, (product, side) => (long)Int128.Min((Int128)product * side, long.MaxValue)) : null;

    private long? Width => DataType switch
    {
        "F64" or "I64" or "U64" or "C64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => 1,
        _ => null,
    };
}
