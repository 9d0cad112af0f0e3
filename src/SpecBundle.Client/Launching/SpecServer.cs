namespace SpeculativeDecoding;

/// <summary>A server: launched by this app, which then ends it, or one that runs already.</summary>
public sealed class SpecServer : IAsyncDisposable
{
    private readonly ServerWatch? _watch;
    private readonly ServerDeath? _death;
    private readonly LaunchOptions? _options;
    private readonly Lock _lock = new();
    private Task<StopResult>? _stop;

    internal SpecServer(SpecClient client, ServerWatch watch, ServerDeath death, LaunchPlan plan, LaunchOptions options, int processId)
        : this(client, plan.ApiKey)
    {
        (_watch, _death, _options, Plan, ProcessId) = (watch, death, options, plan, processId);
        Death = death.Task;
    }

    internal SpecServer(SpecClient client, string? apiKey) => (Client, ApiKey, Death) = (client, apiKey, new TaskCompletionSource<ServerDiedException>().Task);

    /// <summary>Where it listens.</summary>
    public Uri Address => Client.Address;

    /// <summary>The client of this server.</summary>
    public SpecClient Client { get; }

    /// <summary>The key that requests must carry; null where it asks for none. <see cref="Client"/> carries it already.</summary>
    public string? ApiKey { get; }

    /// <summary>What was started; null for a server that this app only attached to.</summary>
    public LaunchPlan? Plan { get; }

    /// <summary>The pair; null for a server that this app only attached to.</summary>
    public ModelPair? Pair => Plan?.Pair;

    /// <summary>The server's process; null for a server that this app only attached to.</summary>
    public int? ProcessId { get; }

    /// <summary>The release that serves, as it says itself; null where it does not.</summary>
    public string? Version => Client.Info?.Version;

    /// <summary>The limits it announced in its log; null where it did not, and for a server that this app only attached to.</summary>
    public ServerLimits? Limits => _watch?.Limits;

    /// <summary>The last lines of its log; empty for a server that this app only attached to.</summary>
    public IReadOnlyList<string> LogTail => _watch?.LogTail ?? [];

    /// <summary>Completes, never fails, if the server ends by itself. Requests in flight fail with the same diagnosis.</summary>
    public Task<ServerDiedException> Death { get; }

    /// <summary>What it is doing.</summary>
    public ServerState State => (_stop, Death.IsCompleted) switch
    {
        ({ IsCompleted: true }, _) => ServerState.Stopped,
        ({ }, _) => ServerState.Stopping,
        (null, true) => ServerState.Died,
        _ => ServerState.Running,
    };

    /// <summary>
    /// Ends the server and everything it started: SIGTERM, the grace of <see cref="LaunchOptions.StopGrace"/>, SIGKILL.
    /// Calls after the first give the same result. A server that this app only attached to is left alone.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting; the server is ended all the same.</param>
    /// <returns>How it went.</returns>
    public Task<StopResult> StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _stop ??= StopOnceAsync();
        }

        return _stop.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the server, and the client with it.</summary>
    /// <returns>A task that ends when all of it is gone.</returns>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        Client.Dispose();
    }

    private async Task<StopResult> StopOnceAsync()
    {
        if (_watch is null)
        {
            return new StopResult(null, WasKilled: false, TimeSpan.Zero, null);
        }

        _death!.Expect();
        var time = _options!.TimeProvider;
        var started = time.GetTimestamp();
        var (exitCode, wasKilled) = await _watch.Process.StopAsync(_options.StopGrace).ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
        return new StopResult(exitCode, wasKilled, time.GetElapsedTime(started), PortPicker.IsFree(Plan!.Host, Plan.Port!.Value));
    }
}
