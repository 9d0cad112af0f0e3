using System.Globalization;

namespace SpeculativeDecoding.Embedded;

/// <summary>The lines of a running server: one for each prefill, one for every 40 decode steps of the batch.</summary>
internal sealed class BatchLog(ServerLog log, IEngine engine, ServerFlags flags, TimeProvider time)
{
    private readonly SpeculationFlags? speculation = flags.Speculation;
    private readonly int interval = flags.DecodeLogInterval;
    private readonly int maxRunningRequests = flags.MaxRunningRequests;

    private readonly Lock gate = new();
    private readonly HashSet<string> inThisPass = new(StringComparer.Ordinal);
    private int passes;
    private long windowStart = time.GetTimestamp();
    private int windowTokens;
    private int windowVerifySteps;
    private int windowAccepted;
    private long lifetimeVerifySteps;
    private long lifetimeAccepted;
    private double lastThroughput;
    private double lastAcceptLength;
    private double lastAcceptRate;

    /// <summary>Tokens a second in the last window of decode steps.</summary>
    public double GenerationThroughput => Volatile.Read(ref lastThroughput);

    public double AcceptLength => Volatile.Read(ref lastAcceptLength);

    public double AcceptRate => Volatile.Read(ref lastAcceptRate);

    /// <summary>Tokens of a verify step on average, bonus included, since the start or the last flush; null before the first.</summary>
    public double? LifetimeAcceptLength
    {
        get
        {
            lock (gate)
            {
                return lifetimeVerifySteps == 0 ? null : (lifetimeAccepted / (double)lifetimeVerifySteps) + 1;
            }
        }
    }

    public void ResetLifetime()
    {
        lock (gate)
        {
            (lifetimeVerifySteps, lifetimeAccepted) = (0, 0);
        }
    }

    public void Prefilled(EngineStep step)
    {
        if (!log.Writes(ServerLogLevel.Info))
        {
            return;
        }

        // The engine's snapshot may still count this request as waiting: the others are told apart by their number alone.
        var counters = engine.Counters;
        var others = Math.Max(0, counters.Running + counters.Waiting - 1);
        var running = Math.Min(others, maxRunningRequests - 1);
        log.Info(string.Create(CultureInfo.InvariantCulture,
            $"Prefill batch, #new-seq: 1, #new-token: {step.PromptTokens - step.CachedTokens}, #cached-token: {step.CachedTokens}, token usage: {Usage(counters):F2}, #running-req: {running}, #queue-req: {others - running}, cuda graph: False"));
    }

    /// <summary>Counts one request's decode step. A request seen twice means that the batch has gone on to its next step.</summary>
    public void Decoded(string requestId, int tokens, int acceptedDrafts, bool verified)
    {
        string? line = null;
        lock (gate)
        {
            if (!inThisPass.Add(requestId))
            {
                inThisPass.Clear();
                inThisPass.Add(requestId);
                if (++passes % interval == 0)
                {
                    line = CloseWindow();
                }
            }

            windowTokens += tokens;
            windowVerifySteps += verified ? 1 : 0;
            windowAccepted += acceptedDrafts;
            lifetimeVerifySteps += verified ? 1 : 0;
            lifetimeAccepted += acceptedDrafts;
        }

        if (line is not null)
        {
            log.Info(line);
        }
    }

    private string CloseWindow()
    {
        var seconds = time.GetElapsedTime(windowStart).TotalSeconds;
        lastThroughput = seconds > 0 ? windowTokens / seconds : 0;
        var counters = engine.Counters;
        var accept = "";
        if (speculation is not null && windowVerifySteps > 0)
        {
            lastAcceptLength = (windowAccepted / (double)windowVerifySteps) + 1;
            lastAcceptRate = windowAccepted / (windowVerifySteps * (speculation.NumDraftTokens - 1.0));
            accept = string.Create(CultureInfo.InvariantCulture, $"accept len: {lastAcceptLength:F2}, accept rate: {lastAcceptRate:F2}, ");
        }

        windowStart = time.GetTimestamp();
        (windowTokens, windowVerifySteps, windowAccepted) = (0, 0, 0);
        return string.Create(CultureInfo.InvariantCulture,
            $"Decode batch, #running-req: {counters.Running}, #token: {counters.UsedTokens}, token usage: {Usage(counters):F2}, {accept}cuda graph: False, gen throughput (token/s): {lastThroughput:F2}, #queue-req: {counters.Waiting}");
    }

    private double Usage(EngineCounters counters) => counters.UsedTokens / (double)Math.Max(1, engine.Info.MaxTotalTokens);
}
