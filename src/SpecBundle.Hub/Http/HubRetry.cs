using System.Net;
using Polly;
using Polly.Retry;

namespace SpeculativeDecoding;

/// <summary>When a question is asked again: after a failure that may pass, and never sooner than the Hub asks.</summary>
internal static class HubRetry
{
    private const int MostRetries = 5;
    private static readonly TimeSpan LongestOwnWait = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait that is kept to when the Hub asks for one; a longer one is left to the caller.</summary>
    public static readonly TimeSpan LongestAskedWait = TimeSpan.FromMinutes(5);

    /// <summary>The strategy of one question.</summary>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="firstWait">The wait before the first repetition.</param>
    /// <param name="waiting">Told of each wait that the Hub asks for.</param>
    public static ResiliencePipeline Create(TimeProvider time, TimeSpan firstWait, Action<TimeSpan>? waiting = null) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<PassingFailureException>(failure => failure.RetryAfter is not { } asked || asked <= LongestAskedWait),
            MaxRetryAttempts = MostRetries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = firstWait,
            MaxDelay = LongestOwnWait,
            UseJitter = true,

            // What the Hub asks for replaces our own wait; null leaves it.
            DelayGenerator = static arguments => ValueTask.FromResult(AskedBy(arguments.Outcome.Exception)),
            OnRetry = arguments =>
            {
                if (AskedBy(arguments.Outcome.Exception) is { } asked)
                {
                    waiting?.Invoke(asked);
                }

                return default;
            },
        })
        .Build();

    /// <summary>The answers that may be another one later, by the Python client's list.</summary>
    public static bool MayPass(HttpStatusCode status) =>
        (int)status is 408 or 429 or 500 or 502 or 503 or 504;

    private static TimeSpan? AskedBy(Exception? failure) => (failure as PassingFailureException)?.RetryAfter;
}
