namespace SpeculativeDecoding.Embedded;

/// <summary>Loads the engine, with a line for each stage, and with a clear word where it cannot be loaded.</summary>
internal sealed class EngineStart(ServerFlags flags, Func<EngineOptions, Action<EngineLoadStage>, IEngine> load, StartupLog startup, ServerLog log, TimeProvider time)
{
    private long stageStart;
    private TimeSpan weights;
    private TimeSpan cache;

    public IEngine Load()
    {
        RequireFolder(flags.ModelPath);
        if (flags.Speculation is { } speculation)
        {
            RequireFolder(speculation.DraftModelPath);
        }

        IEngine engine;
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

        startup.Limits(engine.Info);
        startup.Timings(weights, cache);
        return engine;
    }

    private void OnStage(EngineLoadStage stage)
    {
        if (!stage.Finished)
        {
            stageStart = time.GetTimestamp();
            if (stage.Kind != EngineLoadStageKind.KeyValueCache)
            {
                startup.WeightsBegin();
            }

            return;
        }

        var elapsed = time.GetElapsedTime(stageStart);
        if (stage.Kind == EngineLoadStageKind.KeyValueCache)
        {
            cache += elapsed;
            startup.CacheAllocated(stage.DataType ?? "float32", stage.Tokens, stage.Bytes);
        }
        else
        {
            weights += elapsed;
            startup.WeightsEnd(elapsed, stage.Architecture ?? "", stage.Bytes);
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
