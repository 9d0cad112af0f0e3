using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>What serves a pair.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LaunchEngine>))]
public enum LaunchEngine
{
    /// <summary>SGLang, on the GPUs of this machine.</summary>
    Sglang,

    /// <summary>The embedded CPU server of the package SpecBundle.Embedded. It is used only where it is asked for, and for <see cref="Catalog.Tiny"/>.</summary>
    Embedded,
}
