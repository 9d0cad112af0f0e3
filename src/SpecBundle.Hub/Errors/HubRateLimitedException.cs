namespace SpeculativeDecoding;

/// <summary>Too many requests, and the wait that the Hub asks for is longer than this call would wait.</summary>
public sealed class HubRateLimitedException : HubException
{
    internal HubRateLimitedException(string repository, TimeSpan? retryAfter)
        : base(
            repository,
            "The Hub refused: too many requests" + (retryAfter is { } wait ? $", for another {wait.TotalSeconds:F0} s." : "."),
            "Try again later; requests with a token (HF_TOKEN) have a higher limit.") => RetryAfter = retryAfter;

    /// <summary>How long the Hub asks to wait; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
