using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The wait of a launch for GPUs that are taken.</summary>
/// <param name="limit">How long it may wait; zero does not.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Hears what is waited for.</param>
internal sealed class GpuWait(TimeSpan limit, TimeProvider time, Action<string> report)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly long _started = time.GetTimestamp();

    /// <summary>Waits until it is worth another look.</summary>
    /// <exception cref="GpuUnavailableException">The wait is over.</exception>
    public async Task OnceMoreAsync(GpuUnavailableException refusal, CancellationToken cancellationToken)
    {
        var waited = time.GetElapsedTime(_started);
        var left = TimeLimit.IsInfinite(limit) ? Interval : limit - waited;
        if (left <= TimeSpan.Zero)
        {
            throw limit == TimeSpan.Zero ? refusal : refusal.After(waited);
        }

        report(string.Create(CultureInfo.InvariantCulture, $"Waiting for a GPU: {GpuPool.Describe(refusal.Gpus)}"));
        await Task.Delay(left < Interval ? left : Interval, time, cancellationToken).ConfigureAwait(false);
    }
}
