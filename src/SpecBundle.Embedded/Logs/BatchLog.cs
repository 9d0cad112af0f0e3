using System.Globalization;

namespace SpeculativeDecoding.Embedded;

/// <summary>The lines of a running server: one for each prefill, one for every 40 decode steps of the batch.</summary>
internal sealed class BatchLog(ServerLog log, IEngine engine, ServerFlags flags, TimeProvider time)
{
    private readonly SpeculationFlags? _speculation = flags.Speculation;
    private readonly int _interval = flags.DecodeLogInterval;
    private readonly int _maxRunningRequests = flags.MaxRunningRequests;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _inThisPass = new(StringComparer.Ordinal);
    private int _passes;
    private long _windowStart = time.GetTimestamp();
    private int _windowTokens;
    private int _windowVerifySteps;
    private int _windowAccepted;
    private long _lifetimeVerifySteps;
    private long _lifetimeAccepted;
    private double _lastThroughput;
    private double _lastAcceptLength;
    private double _lastAcceptRate;

    /// <summary>Tokens a second in the last window of decode steps.</summary>
    public double GenerationThroughput => Volatile.Read(ref _lastThroughput);

    public double AcceptLength => Volatile.Read(ref _lastAcceptLength);

    public double AcceptRate => Volatile.Read(ref _lastAcceptRate);

    /// <summary>Tokens of a verify step on average, bonus included, since the start or the last flush; null before the first.</summary>
    public double? LifetimeAcceptLength
    {
        get
        {
            lock (_gate)
            {
                return _lifetimeVerifySteps == 0 ? null : (_lifetimeAccepted / (double)_lifetimeVerifySteps) + 1;
            }
        }
    }

    public void ResetLifetime()
    {
        lock (_gate)
        {
            (_lifetimeVerifySteps, _lifetimeAccepted) = (0, 0);
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
        var running = Math.Min(others, _maxRunningRequests - 1);
        log.Info(string.Create(CultureInfo.InvariantCulture,
            $"Prefill batch, #new-seq: 1, #new-token: {step.PromptTokens - step.CachedTokens}, #cached-token: {step.CachedTokens}, token usage: {Usage(counters):F2}, #running-req: {running}, #queue-req: {others - running}, cuda graph: False"));
    }

    /// <summary>Counts one request's decode step. A request seen twice means that the batch has gone on to its next step.</summary>
    public void Decoded(string requestId, int tokens, int acceptedDrafts, bool verified)
    {
        string? line = null;
        lock (_gate)
        {
            if (!_inThisPass.Add(requestId))
            {
                _inThisPass.Clear();
                _inThisPass.Add(requestId);
                if (++_passes % _interval == 0)
                {
                    line = CloseWindow();
                }
            }

            _windowTokens += tokens;
            _windowVerifySteps += verified ? 1 : 0;
            _windowAccepted += acceptedDrafts;
            _lifetimeVerifySteps += verified ? 1 : 0;
            _lifetimeAccepted += acceptedDrafts;
        }

        if (line is not null)
        {
            log.Info(line);
        }
    }

    private string CloseWindow()
    {
        var seconds = time.GetElapsedTime(_windowStart).TotalSeconds;
        _lastThroughput = seconds > 0 ? _windowTokens / seconds : 0;
        var counters = engine.Counters;
        var accept = "";
        if (_speculation is not null && _windowVerifySteps > 0)
        {
            _lastAcceptLength = (_windowAccepted / (double)_windowVerifySteps) + 1;
            _lastAcceptRate = _windowAccepted / (_windowVerifySteps * (_speculation.NumDraftTokens - 1.0));
            accept = string.Create(CultureInfo.InvariantCulture, $"accept len: {_lastAcceptLength:F2}, accept rate: {_lastAcceptRate:F2}, ");
        }

        _windowStart = time.GetTimestamp();
        (_windowTokens, _windowVerifySteps, _windowAccepted) = (0, 0, 0);
        return string.Create(CultureInfo.InvariantCulture,
            $"Decode batch, #running-req: {counters.Running}, #token: {counters.UsedTokens}, token usage: {Usage(counters):F2}, {accept}cuda graph: False, gen throughput (token/s): {_lastThroughput:F2}, #queue-req: {counters.Waiting}");
    }

    private double Usage(EngineCounters counters) => counters.UsedTokens / (double)Math.Max(1, engine.Info.MaxTotalTokens);
}
