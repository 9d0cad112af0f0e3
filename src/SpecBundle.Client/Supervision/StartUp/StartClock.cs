using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The limits of a start: without a sign of life, without an advance, and in all.</summary>
internal sealed class StartClock
{
    private readonly TimeProvider _time;
    private readonly (TimeSpan Silence, TimeSpan Phase, TimeSpan Start) _limits;
    private readonly long _started;
    private long _lastSign;
    private long _lastAdvance;

    public StartClock(LaunchOptions options)
    {
        (_time, _limits) = (options.TimeProvider, (options.SilenceTimeout, options.PhaseTimeout, options.StartTimeout));
        _started = _lastSign = _lastAdvance = _time.GetTimestamp();
    }

    public void Note(LifeSign sign)
    {
        if (sign != LifeSign.None)
        {
            Volatile.Write(ref _lastSign, _time.GetTimestamp());
        }

        if (sign == LifeSign.Advance)
        {
            Volatile.Write(ref _lastAdvance, _time.GetTimestamp());
        }
    }

    /// <summary>Completes when a limit is reached.</summary>
    /// <returns>Which.</returns>
    public async Task<BrokenLimit> BrokenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (limit, left) = Limits().MinBy(item => item.Left);
            if (left <= TimeSpan.Zero)
            {
                return limit;
            }

            await Task.Delay(TimeLimit.ForTimer(left), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private IEnumerable<(BrokenLimit Limit, TimeSpan Left)> Limits() =>
    [
        (new BrokenLimit(nameof(LaunchOptions.SilenceTimeout), $"it has shown no sign of life for {Seconds(_limits.Silence)}"), Left(_limits.Silence, Volatile.Read(ref _lastSign))),
        (new BrokenLimit(nameof(LaunchOptions.PhaseTimeout), $"it has not advanced for {Seconds(_limits.Phase)}"), Left(_limits.Phase, Volatile.Read(ref _lastAdvance))),
        (new BrokenLimit(nameof(LaunchOptions.StartTimeout), $"it was not ready {Seconds(_limits.Start)} after its process had started"), Left(_limits.Start, _started)),
    ];

    private TimeSpan Left(TimeSpan limit, long since) => TimeLimit.IsInfinite(limit) ? TimeSpan.MaxValue : limit - _time.GetElapsedTime(since);

    private static string Seconds(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.###} s");
}

/// <summary>A limit of a start that was reached.</summary>
/// <param name="Option">The property of <see cref="LaunchOptions"/> that sets it.</param>
/// <param name="What">What happened, as the end of a sentence.</param>
internal sealed record BrokenLimit(string Option, string What)
{
    /// <summary>What to do.</summary>
    public string Hint => $"If it only needs longer, {nameof(LaunchOptions)}.{Option} sets the limit. The last lines of its log are in LogTail.";
}
