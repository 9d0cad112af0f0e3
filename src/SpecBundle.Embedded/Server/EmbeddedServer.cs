namespace SpeculativeDecoding.Embedded;

/// <summary>One server's life: reserve the port, load the engine, serve, warm up, and stop as it is asked to.</summary>
internal sealed class EmbeddedServer(ServerFlags flags, Func<EngineOptions, Action<EngineLoadStage>, IEngine> load, ServerLog log, TimeProvider time)
{
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The address, once the server is ready.</summary>
    public Task<Uri> Ready => _ready.Task;

    /// <summary>Runs until it is stopped. Gives the exit code: 0 for a stop that was asked for, 1 for a failure.</summary>
    public async Task<int> RunAsync(StopSignals signals)
    {
        try
        {
            return await ServeAsync(signals).ConfigureAwait(false);
        }
        catch (StartRefusedException exception)
        {
            _ready.TrySetException(exception);
            log.Error(exception.Message);
            return 1;
        }
    }

    private async Task<int> ServeAsync(StopSignals signals)
    {
        var startup = new StartupLog(log, flags, time);
        using var port = await ReservedPort.BindAsync(flags.Host, flags.Port).ConfigureAwait(false);
        var arguments = new ServerArguments(flags, port.Port);
        startup.Resolved(arguments);

        // Loading computes for seconds; a signal must not wait for it.
        var loading = Task.Run(() => new EngineStart(flags, load, startup, log).Load());
        if (await Task.WhenAny(loading, signals.Requested).ConfigureAwait(false) != loading)
        {
            return 0;
        }

        var engine = await loading.ConfigureAwait(false);
        await using var engineLease = engine.ConfigureAwait(false);
        var batches = new BatchLog(log, engine, flags, time);
        var metrics = new MetricsRegistry();
        var status = new ServerStatus();
        var generations = new GenerationService(engine, flags, batches, metrics, log, time);
        var router = ServerRoutes.Build(new ServerContext(engine, flags, arguments, status, generations, batches, metrics, time));
        var host = new HttpHost(port, new AccessLog(log, metrics, router), new ApiKeyGuard(flags.ApiKey), router, log);
        await using var hostLease = host.ConfigureAwait(false);

        startup.Starting();
        await host.StartAsync().ConfigureAwait(false);
        startup.Serving(port.Url);

        using var stopping = new CancellationTokenSource();
        var warmup = WarmUpAsync(generations, port.OwnAddress, status, startup, stopping.Token);
        var shutdown = new Shutdown(generations, host, status, flags.DrainTimeout, log);
        var ended = await Task.WhenAny(signals.Requested, engine.Crashed, warmup).ConfigureAwait(false);
        if (ended == warmup)
        {
            await warmup.ConfigureAwait(false);
            _ready.TrySetResult(port.OwnAddress);
            ended = await Task.WhenAny(signals.Requested, engine.Crashed).ConfigureAwait(false);
        }

        if (ended == engine.Crashed)
        {
            var crash = await engine.Crashed.ConfigureAwait(false);
            log.Error($"Scheduler hit an exception: {crash}");
            log.Error("SIGQUIT received. signum=None, frame=None. It usually means one child failed.");
            return 1;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await shutdown.RunAsync(await signals.Requested.ConfigureAwait(false)).ConfigureAwait(false);
        return 0;
    }

    private async Task WarmUpAsync(GenerationService generations, Uri address, ServerStatus status, StartupLog startup, CancellationToken cancellationToken)
    {
        if (!flags.SkipServerWarmup)
        {
            await Warmup.RunAsync(address, flags.ApiKey, cancellationToken).ConfigureAwait(false);
            // Its own request shall neither sit in the cache nor count in the averages.
            generations.TryFlush();
        }

        status.Advance(ServerPhase.Up);
        startup.Ready();
    }
}
