using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The time left of something, as people read it.</summary>
internal static class RemainingTime
{
    /// <summary>For example <c>8 min 50 s left</c>.</summary>
    public static string Text(TimeSpan left) => left.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalMinutes} min {left.Seconds} s left")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalSeconds):0} s left");
}
