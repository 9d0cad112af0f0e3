using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>Who made a GPU.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GpuVendor>))]
public enum GpuVendor
{
    /// <summary>NVIDIA: CUDA, and <c>CUDA_VISIBLE_DEVICES</c>.</summary>
    Nvidia,

    /// <summary>AMD: ROCm, and <c>HIP_VISIBLE_DEVICES</c>.</summary>
    Amd,
}
