namespace SpeculativeDecoding.Tests;

/// <summary>The moment at which the fixtures of templates were made.</summary>
internal sealed class FixedTime : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2025, 3, 9, 7, 5, 3, TimeSpan.Zero);
}
