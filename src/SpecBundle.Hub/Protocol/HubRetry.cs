using System.Net;
using Polly;
using Polly.Retry;

namespace SpeculativeDecoding;

/// <summary>When a request is made again: after a failure that may pass, and as late as the Hub asks.</summary>
internal static class HubRetry
{
    private const int Attempts = 5;

    /// <summary>A longer wait is left to the caller.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>The strategy of one request.</summary>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="waiting">Told of each wait that the Hub asks for.</param>
    public static ResiliencePipeline Create(TimeProvider time, Action<TimeSpan>? waiting = null) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Attempts,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(10),
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<PassingFailureException>(failure => failure.RetryAfter is not { } wait || wait <= LongestWait),
            DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as PassingFailureException)?.RetryAfter),
            OnRetry = arguments =>
            {
                if (arguments.Outcome.Exception is PassingFailureException { RetryAfter: { } asked })
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
}
