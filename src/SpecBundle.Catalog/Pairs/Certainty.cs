using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>How sure a fact of the catalog is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Certainty>))]
public enum Certainty
{
    /// <summary>Read in a public source.</summary>
    Verified,

    /// <summary>Recalled from the public model card or configuration, and not read again.</summary>
    Recalled,

    /// <summary>Computed or inferred from other facts.</summary>
    Inferred,
}
