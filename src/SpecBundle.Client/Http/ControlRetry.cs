using System.Net;
using Polly;
using Polly.Retry;

namespace SpeculativeDecoding;

/// <summary>Retries for short calls, which can be repeated without harm. Generations are never retried: a repeated one runs, and is paid, twice.</summary>
internal static class ControlRetry
{
    private const int MostRetries = 2;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    public static ResiliencePipeline<HttpResponseMessage> Create(TimeProvider timeProvider) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = MostRetries,
                Delay = FirstDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
                {
                    { Exception: HttpRequestException } => true,

                    // What a gateway says while the server behind it can't be reached. A server's own 503 is an answer.
                    { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout } => true,
                    _ => false,
                }),
                OnRetry = static arguments =>
                {
                    arguments.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
}
