namespace SpeculativeDecoding.Embedded;

/// <summary>When one request passed its stations. Wall-clock times are seconds since 1970; durations come from the monotonic clock.</summary>
internal sealed class GenerationTimes(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private long _firstToken;
    private long _lastToken;
    private long _end;

    public double Received { get; } = Now(time);

    public double Dispatched { get; private set; }

    public double PrefillFinished { get; private set; }

    public double FirstSent { get; private set; }

    public double Finished { get; private set; }

    public double TimeToFirstToken => time.GetElapsedTime(_start, _firstToken).TotalSeconds;

    public double EndToEnd => time.GetElapsedTime(_start, _end).TotalSeconds;

    /// <summary>From the first token to the last.</summary>
    public double Decode => time.GetElapsedTime(_firstToken, _end).TotalSeconds;

    public void MarkDispatched() => Dispatched = Now(time);

    public void MarkSent()
    {
        if (FirstSent == 0)
        {
            FirstSent = Now(time);
        }
    }

    /// <summary>Notes a step; gives the seconds since the step before, null for the first.</summary>
    public double? MarkStep()
    {
        var now = time.GetTimestamp();
        var since = _lastToken == 0 ? (double?)null : time.GetElapsedTime(_lastToken, now).TotalSeconds;
        if (_lastToken == 0)
        {
            _firstToken = now;
            PrefillFinished = Now(time);
        }

        _lastToken = now;
        return since;
    }

    public void MarkFinished()
    {
        _end = time.GetTimestamp();
        Finished = Now(time);
    }

    private static double Now(TimeProvider time) => (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / 1e7;
}
