using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>What a server is doing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ServerState>))]
public enum ServerState
{
    /// <summary>It answers.</summary>
    Running,

    /// <summary>It is being stopped, or let go.</summary>
    Stopping,

    /// <summary>It was stopped, or, where this app only attached to it, it was let go.</summary>
    Stopped,

    /// <summary>It ended by itself; <see cref="SpecServer.Exited"/> says why.</summary>
    Died,

    /// <summary>This app only attached to it, and it can't be reached any more; <see cref="SpecServer.Exited"/> says why.</summary>
    Lost,
}
