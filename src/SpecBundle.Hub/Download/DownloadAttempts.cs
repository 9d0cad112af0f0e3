namespace SpeculativeDecoding;

/// <summary>Goes on with a download where it broke, for as long as bytes arrive, and a while longer: a router needs a minute to restart. Not a retry, which would count attempts: bytes that arrived begin the count anew.</summary>
internal sealed class DownloadAttempts(BlobSource source, DownloadLimits limits, PartialBlob? partial = null)
{
    private const int MostFailures = 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Runs attempts until nothing is missing.</summary>
    /// <param name="missing">How many bytes are missing.</param>
    /// <param name="attempt">One attempt on one connection.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="HubException">Too many attempts in a row brought nothing, or the Hub asks to wait for longer than anybody would.</exception>
    public async Task RunAsync(Func<long> missing, Func<CancellationToken, Task> attempt, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (missing() is > 0 and var before)
        {
            Exception failure;
            try
            {
                await attempt(cancellationToken).ConfigureAwait(false);
                failures = 0;
                continue;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failure = new TimeoutException(FormattableString.Invariant($"nothing arrived for {limits.StallTimeout.TotalSeconds:0.#} s"));
            }
            catch (Exception exception) when (MayPass(exception) && !cancellationToken.IsCancellationRequested)
            {
                failure = exception;
            }

            failures = missing() < before ? 1 : failures + 1;
            if (failures > MostFailures || WaitAfter(failure, failures) is not { } wait)
            {
                throw failure is PassingFailureException { Becomes: { Reason: HubFailureReason.RateLimited } limited } ? limited : HubFailure.DownloadFailed(source.Question, failures, hasArrived: partial?.Written > 0, failure);
            }

            // Refused, as the storage does once a signature has expired. A cut says nothing of the address.
            if (failure is HubException)
            {
                source.Expire();
            }

            await Task.Delay(wait, limits.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool MayPass(Exception exception) =>
        exception is PassingFailureException or HttpRequestException or IOException or InvalidDataException or HubException { Reason: HubFailureReason.Unreachable };

    private TimeSpan? WaitAfter(Exception failure, int failures)
    {
        if ((failure as PassingFailureException)?.RetryAfter is { } asked)
        {
            return asked <= HubRetry.LongestAskedWait ? asked : null;
        }

        var pause = limits.FirstWait * Math.Pow(2, failures);
        return pause < LongestPause ? pause : LongestPause;
    }
}
