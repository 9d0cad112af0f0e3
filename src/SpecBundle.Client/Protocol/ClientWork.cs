namespace SpeculativeDecoding;

/// <summary>The time that this side spends on a request by itself, apart from waiting for the server and from what the caller does between two chunks.</summary>
internal sealed class ClientWork(TimeProvider timeProvider)
{
    private long _spent;
    private long _begun;
    private long _free = timeProvider.GetTimestamp();
    private bool _isBusy;

    /// <summary>What was spent until now.</summary>
    public TimeSpan Total => timeProvider.GetElapsedTime(0, _spent + (_isBusy ? timeProvider.GetTimestamp() - _begun : 0));

    /// <summary>The caller comes back for the next chunk: what lies before was its own.</summary>
    public void Enter() => _free = timeProvider.GetTimestamp();

    /// <summary>Bytes that came at <paramref name="read"/> are taken in; the wait for them does not count.</summary>
    public void Begin(long read) => (_begun, _isBusy) = (Math.Max(read, _free), true);

    public void End()
    {
        _free = timeProvider.GetTimestamp();
        _spent += _free - _begun;
        _isBusy = false;
    }
}
