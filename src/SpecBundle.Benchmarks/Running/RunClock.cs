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
        if (TimeSpan.FromSeconds(seconds) - Elapsed is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
