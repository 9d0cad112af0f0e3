namespace SpeculativeDecoding;

/// <summary>Limits as a caller means them: infinite is no limit, and what is longer than a timer can count is as good as infinite.</summary>
internal static class TimeLimit
{
    /// <summary>The longest that every timer and connection counts: 24 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    public static bool IsInfinite(TimeSpan limit) => limit == Timeout.InfiniteTimeSpan || limit > Longest;

    /// <summary>The limit as a timer takes it.</summary>
    public static TimeSpan ForTimer(TimeSpan limit) => IsInfinite(limit) ? Timeout.InfiniteTimeSpan : limit;

    /// <exception cref="InvalidValueException">It is negative, or zero where that can't be meant.</exception>
    public static void Check(string property, TimeSpan limit, bool allowZero = false)
    {
        if (limit != Timeout.InfiniteTimeSpan && (limit < TimeSpan.Zero || (limit == TimeSpan.Zero && !allowZero)))
        {
            throw new InvalidValueException(property, limit, $"a limit is {(allowZero ? "zero or " : "")}longer than zero, or Timeout.InfiniteTimeSpan for none");
        }
    }
}
