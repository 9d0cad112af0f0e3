namespace SpeculativeDecoding.Embedded;

/// <summary>Stops in order: no new work, then what runs ends or is ended, then the connections close.</summary>
internal sealed class Shutdown(GenerationService generations, HttpHost host, ServerStatus status, TimeSpan drainTimeout, ServerLog log)
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    public async Task RunAsync(StopRequest request)
    {
        status.Advance(ServerPhase.Stopping);
        if (request == StopRequest.Drain)
        {
            log.Info("SIGTERM received. signum=None frame=None. Draining requests and shutting down...");
            await DrainAsync().ConfigureAwait(false);
        }
        else
        {
            log.Info("INFO:     Shutting down");
        }

        // What still runs gets a last event that says so, and the end of its stream.
        generations.Abort("");
        await host.StopAsync(LastWords).ConfigureAwait(false);
        log.Info("INFO:     Finished server process");
    }

    private async Task DrainAsync()
    {
        var waited = TimeSpan.Zero;
        var nextLine = TimeSpan.Zero;
        while (generations.Count > 0 && waited < drainTimeout)
        {
            if (waited >= nextLine)
            {
                LogRemaining();
                nextLine += LogInterval;
            }

            await Task.Delay(Step).ConfigureAwait(false);
            waited += Step;
        }

        LogRemaining();
    }

    private void LogRemaining()
    {
        var ids = generations.RequestIds;
        log.Info($"Gracefully exiting... Remaining number of requests {ids.Count}. Remaining requests remaining_rids=[{string.Join(", ", ids.Select(id => $"'{id}'"))}].");
    }
}
