using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>How long the Hub asks to wait.</summary>
internal static partial class RateLimit
{
    /// <summary>The wait; null where the answer does not say. Of <c>RateLimit: "api";r=0;t=55</c> and <c>Retry-After</c> the longer one.</summary>
    public static TimeSpan? WaitOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var reset = response.Headers.TryGetValues("RateLimit", out var values)
            && Reset().Match(string.Join(',', values)) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : (TimeSpan?)null;
        var after = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date > now => date - now,
            { Date: not null } => TimeSpan.Zero,
            _ => (TimeSpan?)null,
        };
        return reset > after || after is null ? reset : after;
    }

    [GeneratedRegex(@";\s*t=(\d{1,7})")]
    private static partial Regex Reset();
}
