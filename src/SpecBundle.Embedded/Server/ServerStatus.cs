namespace SpeculativeDecoding.Embedded;

internal enum ServerPhase
{
    Starting,
    Up,
    Stopping,
}

/// <summary>Whether the server takes work: what /health says.</summary>
internal sealed class ServerStatus
{
    private volatile ServerPhase phase = ServerPhase.Starting;

    public ServerPhase Phase => phase;

    public void Advance(ServerPhase next) => phase = next > phase ? next : phase;
}
