namespace SpeculativeDecoding;

/// <summary>Who listens at an address, and whether that is the server that was started.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="ProcessId">Its process; null where that can't be read.</param>
/// <param name="Who">The process in words, for a message; null where nothing is known of it.</param>
internal sealed record PortListener(ListenerOwner Owner, int? ProcessId = null, string? Who = null)
{
    public static PortListener Nobody { get; } = new(ListenerOwner.Nobody);

    public static PortListener Unknown { get; } = new(ListenerOwner.Unknown);
}

/// <summary>Whose a listener is, from the best that can be heard to the worst.</summary>
internal enum ListenerOwner
{
    /// <summary>Nothing listens yet.</summary>
    Nobody,

    /// <summary>The server that was started, or a process of its session.</summary>
    Server,

    /// <summary>It can't be told, or it is a process that the server started and that has left its session: what the server says of itself decides.</summary>
    Unknown,

    /// <summary>Another process.</summary>
    Stranger,
}
