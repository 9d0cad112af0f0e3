using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>The number format of released weights.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WeightFormat>))]
public enum WeightFormat
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>16-bit floating point with 5 bits of exponent.</summary>
    Float16,

    /// <summary>16-bit floating point with 8 bits of exponent.</summary>
    BFloat16,

    /// <summary>8-bit floating point, with a scale for each block of 128 x 128 weights.</summary>
    Float8Blocks,

    /// <summary>4-bit floating point with a scale for each 32 weights in the experts, bfloat16 in the rest.</summary>
    Mxfp4,

    /// <summary>Quantized in another way.</summary>
    OtherQuantized,
}
