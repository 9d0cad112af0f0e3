using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>Who asks for an argument of a launch plan.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ArgumentSource>))]
public enum ArgumentSource
{
    /// <summary>The documented command of the release.</summary>
    Documented,

    /// <summary>What the catalog recommends for the pair.</summary>
    Pair,

    /// <summary>The launcher, for its own work.</summary>
    Launcher,

    /// <summary>The user.</summary>
    User,
}
