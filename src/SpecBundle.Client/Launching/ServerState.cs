namespace SpeculativeDecoding;

/// <summary>What a server is doing.</summary>
public enum ServerState
{
    /// <summary>It answers.</summary>
    Running,

    /// <summary>It is being stopped.</summary>
    Stopping,

    /// <summary>It was stopped, or, where this app only attached to it, it was let go.</summary>
    Stopped,

    /// <summary>It ended by itself; <see cref="SpecServer.Death"/> says why.</summary>
    Died,
}
