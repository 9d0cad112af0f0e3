namespace SpeculativeDecoding.Tests;

/// <summary>The system's clock, whose longest timers a test lets run out when it wants to.</summary>
internal sealed class SkippingTime : TimeProvider
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private readonly List<(TimerCallback Callback, object? State)> _long = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < Long)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        lock (_long)
        {
            _long.Add((callback, state));
        }

        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets every timer of ten minutes and more run out.</summary>
    public void Skip()
    {
        lock (_long)
        {
            _long.ForEach(timer => timer.Callback(timer.State));
        }
    }
}
