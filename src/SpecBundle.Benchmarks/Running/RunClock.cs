namespace SpeculativeDecoding.Benchmarks;

/// <summary>Seconds since the session began.</summary>
internal sealed class RunClock(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public TimeProvider Time => time;

    public double Seconds => Elapsed.TotalSeconds;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public async Task UntilAsync(double seconds, CancellationToken cancellationToken)
    {
        // A timer counts whole milliseconds and may end a little early: nothing is sent before it is due.
        while (seconds - Seconds is > 0 and var left)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left * 1000)), time, cancellationToken).ConfigureAwait(false);
        }
    }
}
