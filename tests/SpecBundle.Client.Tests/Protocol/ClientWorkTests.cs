namespace SpeculativeDecoding.Tests;

/// <summary>The client's own time, by a clock that is set by hand.</summary>
public sealed class ClientWorkTests : TimeProvider
{
    private long _now = 1_000;

    public override long TimestampFrequency => 1_000;

    public override long GetTimestamp() => _now;

    [Fact(Timeout = 60_000)]
    public void Neither_the_wait_for_bytes_nor_the_callers_time_between_chunks_counts()
    {
        var work = new ClientWork(this);
        work.Begin(_now);
        Pass(5);
        work.End();
        work.Enter();

        // 100 ms until bytes come, 7 ms to take a frame in.
        Pass(100);
        work.Begin(_now);
        Pass(7);
        work.End();

        // The caller does something for 40 ms; the next frame was read with the one before.
        var read = _now - 7;
        Pass(40);
        work.Enter();
        work.Begin(read);
        Pass(3);
        Assert.Equal(TimeSpan.FromMilliseconds(15), work.Total);
        work.End();
        Pass(50);
        Assert.Equal(TimeSpan.FromMilliseconds(15), work.Total);
    }

    private void Pass(int milliseconds) => _now += milliseconds;
}
