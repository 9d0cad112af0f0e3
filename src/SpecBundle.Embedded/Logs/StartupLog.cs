using System.Globalization;

namespace SpeculativeDecoding.Embedded;

/// <summary>The lines between the process's start and its readiness, as launchers follow them.</summary>
internal sealed class StartupLog(ServerLog log, ServerFlags flags, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public void Resolved(ServerArguments arguments)
    {
        if (flags.Speculation is { } speculation)
        {
            if (!flags.MaxRunningRequestsGiven)
            {
                log.Warning("Max running requests is reset to 48 for speculative decoding. You can override this by explicitly setting --max-running-requests.");
            }

            if (speculation.Adjusted)
            {
                log.Warning("speculative_num_draft_tokens is adjusted to speculative_num_steps + 1 when speculative_eagle_topk == 1");
            }
        }

        log.Info(arguments.LogLine());
    }

    public void WeightsBegin() => log.Info($"Load weight begin. avail mem={Available()} GB");

    public void WeightsEnd(TimeSpan elapsed, string architecture, long bytes) => log.Info(string.Create(CultureInfo.InvariantCulture,
        $"Load weight end. elapsed={elapsed.TotalSeconds:F2} s, type={architecture}, avail mem={Available()} GB, mem usage={Gigabytes(bytes)} GB."));

    public void CacheAllocated(string dataType, int tokens, long bytes)
    {
        log.Info($"KV Cache is allocated. dtype: torch.{dataType}, #tokens: {tokens}, K size: {Gigabytes(bytes / 2)} GB, V size: {Gigabytes(bytes / 2)} GB");
        log.Info($"Memory pool end. avail mem={Available()} GB");
    }

    public void Limits(EngineInfo info) => log.Info(
        $"max_total_num_tokens={info.MaxTotalTokens}, chunked_prefill_size=-1, max_prefill_tokens={info.ContextLength}, max_running_requests={flags.MaxRunningRequests}, context_len={info.ContextLength}, available_gpu_mem={Available()} GB");

    public void Timings(TimeSpan weights, TimeSpan cache) => log.Info(string.Create(CultureInfo.InvariantCulture,
        $"Engine startup timings (s): load_weight={weights.TotalSeconds:F2}, kv_cache_allocation={cache.TotalSeconds:F2}, scheduler_e2e={time.GetElapsedTime(_start).TotalSeconds:F2}"));

    /// <summary>The server's own lines. Kestrel serves, but launchers wait for uvicorn's words.</summary>
    public void Serving(string url)
    {
        log.Info("INFO:     Application startup complete.");
        log.Info($"INFO:     Uvicorn running on {url} (Press CTRL+C to quit)");
    }

    public void Starting()
    {
        log.Info($"INFO:     Started server process [{Environment.ProcessId}]");
        log.Info("INFO:     Waiting for application startup.");
    }

    public void Ready() => log.Info("The server is fired up and ready to roll!");

    private static string Available()
    {
        var memory = GC.GetGCMemoryInfo();
        return Gigabytes(Math.Max(0, memory.TotalAvailableMemoryBytes - Environment.WorkingSet));
    }

    private static string Gigabytes(long bytes) => (bytes / (double)(1 << 30)).ToString("F2", CultureInfo.InvariantCulture);
}
