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
    private volatile ServerPhase _phase = ServerPhase.Starting;

    public ServerPhase Phase => _phase;

    public void Advance(ServerPhase next) => _phase = next > _phase ? next : _phase;
}
