namespace SpeculativeDecoding;

/// <summary>Durations for timers, which know none above some weeks: a longer one means for ever.</summary>
internal static class TimeLimit
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    public static TimeSpan Of(TimeSpan duration) => duration > Longest ? Timeout.InfiniteTimeSpan : duration;
}
