using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>Why an answer ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FinishKind>))]
public enum FinishKind
{
    /// <summary>An end token, a stop token or a stop string.</summary>
    Stop,

    /// <summary>The limit on new tokens, or the end of the context.</summary>
    Length,

    /// <summary>The server ended it before its time.</summary>
    Abort,

    /// <summary>A reason this library does not know; <see cref="FinishReason.Name"/> has the server's word.</summary>
    Other,
}
