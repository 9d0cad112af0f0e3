namespace SpeculativeDecoding.Embedded;

/// <summary>Loads the engine, with a line for each stage, and with a clear word where it cannot be loaded.</summary>
internal sealed class EngineStart(ServerFlags flags, Func<EngineOptions, Action<EngineLoadStage>, IEngine> load, StartupLog startup, ServerLog log)
{
    private TimeSpan _weights;
    private TimeSpan _cache;
    private long _cacheBytes;

    public IEngine Load()
    {
        RequireFolder(flags.ModelPath);
        if (flags.Speculation is { } speculation)
        {
            RequireFolder(speculation.DraftModelPath);
        }

        IEngine engine;
        startup.WeightsBegin();
        try
        {
            engine = load(flags.ToEngineOptions(), OnStage);
        }
        catch (StartRefusedException)
        {
            throw;
        }
        catch (Exception exception)
        {
            log.Error($"Scheduler hit an exception: {exception}");
            throw new StartRefusedException("Received sigquit from a child process. It usually means the child failed.", exception);
        }

        startup.CacheAllocated("float32", engine.Info.MaxTotalTokens, _cacheBytes);
        startup.Limits(engine.Info);
        startup.Timings(_weights, _cache);
        return engine;
    }

    private void OnStage(EngineLoadStage stage)
    {
        if (stage.Part == EngineLoadPart.KeyValueCache)
        {
            _cache = stage.Elapsed;
            _cacheBytes = stage.Bytes;
            return;
        }

        _weights += stage.Elapsed;
        startup.WeightsEnd(stage.Elapsed, stage.Architecture ?? "", stage.Bytes);
        if (stage.Part == EngineLoadPart.TargetWeights && flags.Speculation is not null)
        {
            startup.WeightsBegin();
        }
    }

    private static void RequireFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new StartRefusedException(
                $"OSError: {path} is not a local folder and is not a valid model identifier: the embedded engine loads checkpoints from local folders alone.");
        }
    }
}
