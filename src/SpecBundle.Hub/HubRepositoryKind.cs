using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>What a repository of the Hub holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HubRepositoryKind>))]
public enum HubRepositoryKind
{
    /// <summary>A model.</summary>
    Model,

    /// <summary>A data set.</summary>
    DataSet,
}
