namespace SpeculativeDecoding;

/// <summary>Cancels a read when the caller does, when the server has ended, or when nothing came for as long as it was armed.</summary>
internal sealed class SilenceTimer : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private volatile bool _hasFired;

    public SilenceTimer(TimeProvider timeProvider, CancellationToken caller, CancellationToken end)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller, end);
        _timer = timeProvider.CreateTimer(static state => ((SilenceTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time passed.</summary>
    public bool HasFired => _hasFired;

    /// <summary>The time it was last armed for.</summary>
    public TimeSpan Limit { get; private set; }

    /// <param name="limit">The longest silence.</param>
    /// <param name="spent">What has passed of it already.</param>
    public void Arm(TimeSpan limit, TimeSpan spent = default)
    {
        Limit = limit;
        var left = TimeLimit.ForTimer(limit);
        _timer.Change(left == Timeout.InfiniteTimeSpan ? left : left > spent ? left - spent : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>While the caller looks at a chunk, no time counts.</summary>
    public void Disarm() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Fire()
    {
        _hasFired = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in the same moment.
        }
    }
}
