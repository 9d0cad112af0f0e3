namespace SpeculativeDecoding.Embedded;

/// <summary>When one request passed its stations. Wall-clock times are seconds since 1970; durations come from the monotonic clock.</summary>
internal sealed class GenerationTimes(TimeProvider time)
{
    private readonly long start = time.GetTimestamp();
    private long firstToken;
    private long lastToken;
    private long end;

    public double Received { get; } = Now(time);

    public double Dispatched { get; private set; }

    public double PrefillFinished { get; private set; }

    public double FirstSent { get; private set; }

    public double Finished { get; private set; }

    public double TimeToFirstToken => time.GetElapsedTime(start, firstToken).TotalSeconds;

    public double EndToEnd => time.GetElapsedTime(start, end).TotalSeconds;

    /// <summary>From the first token to the last.</summary>
    public double Decode => time.GetElapsedTime(firstToken, end).TotalSeconds;

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
        var since = lastToken == 0 ? (double?)null : time.GetElapsedTime(lastToken, now).TotalSeconds;
        if (lastToken == 0)
        {
            firstToken = now;
            PrefillFinished = Now(time);
        }

        lastToken = now;
        return since;
    }

    public void MarkFinished()
    {
        end = time.GetTimestamp();
        Finished = Now(time);
    }

    private static double Now(TimeProvider time) => (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / 1e7;
}
