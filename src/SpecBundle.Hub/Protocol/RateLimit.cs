using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>How long the Hub asks to wait.</summary>
internal static partial class RateLimit
{
    /// <summary>The wait; null where the answer does not say. <c>RateLimit: "api";r=0;t=55</c> comes before <c>Retry-After</c>.</summary>
    public static TimeSpan? WaitOf(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.TryGetValues("RateLimit", out var values)
            && Reset().Match(string.Join(',', values)) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    [GeneratedRegex(@";\s*t=(\d{1,7})")]
    private static partial Regex Reset();
}
