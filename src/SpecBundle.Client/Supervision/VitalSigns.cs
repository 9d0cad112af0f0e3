namespace SpeculativeDecoding;

/// <summary>
/// Whether a server whose log reads as its end is alive. Its log holds text of its clients', so no line of it is proof:
/// the process, the ones it computes with, <c>/health</c> and a real generation are.
/// </summary>
internal sealed class VitalSigns(ServerWatch watch, SpecClient client, WorkerProcesses workers, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    // A server that computes answers health with its next token; SGLang takes twenty seconds to say that there is none.
    private static readonly TimeSpan HealthLimit = TimeSpan.FromSeconds(5);

    // A busy server lets a new request wait; that it logs batches meanwhile is taken for an answer.
    private static readonly TimeSpan GenerationLimit = TimeSpan.FromSeconds(60);

    public async Task<bool> AreGoodAsync()
    {
        await watch.SettleAsync().ConfigureAwait(false);
        using var stop = new CancellationTokenSource();
        var answer = AnswersAsync(stop.Token);
        while (!watch.Process.Exited.IsCompleted && !workers.HasLost)
        {
            if (await Task.WhenAny(watch.Process.Exited, answer, Task.Delay(LookInterval, time)).ConfigureAwait(false) == answer)
            {
                return await answer.ConfigureAwait(false);
            }
        }

        await stop.CancelAsync().ConfigureAwait(false);
        return false;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        using var limit = new CancellationTokenSource(GenerationLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var generation = GeneratesAsync(both.Token);
        var isHealthy = await IsHealthyAsync(generation, cancellationToken).ConfigureAwait(false);

        // Where health was not said in time, whatever the generation would still say comes too late.
        var hasAnswered = isHealthy || generation.IsCompleted ? await generation.ConfigureAwait(false) : null;
        return hasAnswered ?? watch.HasWorkedSince(since);
    }

    /// <summary>Health counts only while no generation has come back.</summary>
    private async Task<bool> IsHealthyAsync(Task<bool?> generation, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(HealthLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var health = ProbeAsync(both.Token);
        return await Task.WhenAny(generation, health).ConfigureAwait(false) == generation || await health.ConfigureAwait(false);
    }

    private async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.Connection.ProbeAsync(HttpMethod.Get, "health", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is GenerateException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <returns>Null where no answer came in time.</returns>
    private async Task<bool?> GeneratesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.GenerateAsync(Readiness.Probe(), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestRejectedException exception)
        {
            // Too many requests wait: that is an answer too. An error of the server's own is none.
            return exception.StatusCode < 500;
        }
        catch (Exception exception) when (exception is GenerateException or ObjectDisposedException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
