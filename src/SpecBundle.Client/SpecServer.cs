namespace SpeculativeDecoding;

/// <summary>A server: launched by this app, which then ends it, or one that runs already and stays when this app lets it go. Safe to use from several threads at once.</summary>
public sealed class SpecServer : IAsyncDisposable
{
    private readonly ServerConnection _connection;
    private readonly LaunchedServer? _launched;
    private readonly AttachedWatch? _attached;
    private readonly TaskCompletionSource<ServerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Task<StopResult>? _stop;

    internal SpecServer(SpecClient client, LaunchedServer launched)
    {
        (Client, _connection, _launched, ApiKey) = (client, client.Connection, launched, launched.Plan.ApiKey);
        launched.Death.Task.ContinueWith(
            death => _exited.TrySetResult(new ServerExit { State = ServerState.Died, Error = death.Result }),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    internal SpecServer(SpecClient client, AttachOptions options)
    {
        (Client, _connection, ApiKey) = (client, client.Connection, client.Connection.Options.ApiKey);
        _attached = new AttachedWatch(_connection, options.HealthInterval, error => _exited.TrySetResult(new ServerExit { State = ServerState.Lost, Error = error }));
    }

    /// <summary>What this server is reached by, wherever its client has been sent since.</summary>
    internal ServerConnection Connection => _connection;

    /// <summary>Where it listens.</summary>
    public Uri Address => _connection.Address;

    /// <summary>The client of this server. It ends with the server: to dispose of it has no effect.</summary>
    public SpecClient Client { get; }

    /// <summary>The key that requests must carry; null where it asks for none. <see cref="Client"/> carries it already.</summary>
    public string? ApiKey { get; }

    /// <summary>What was started; null for a server that this app only attached to.</summary>
    public LaunchPlan? Plan => _launched?.Plan;

    /// <summary>The pair; null for a server that this app only attached to.</summary>
    public ModelPair? Pair => Plan?.Pair;

    /// <summary>The server's process; null for a server that this app only attached to.</summary>
    public int? ProcessId => _launched?.ProcessId;

    /// <summary>The release that serves, as it says itself; null where it does not.</summary>
    public string? Version => _connection.Info?.Version;

    /// <summary>What one request may ask for, and how many run at once: from the server's log where this app launched it, and from what the server tells about itself.</summary>
    public ServerLimits Limits => ServerLimits.Of(_launched?.Watch.Limits, _connection.Info);

    /// <summary>The last lines of its log; empty for a server that this app only attached to.</summary>
    public IReadOnlyList<string> LogTail => _launched?.Watch.LogTail ?? [];

    /// <summary>Completes when the server is no longer there, whether it was stopped, died or can't be reached any more. Never fails.</summary>
    public Task<ServerExit> Exited => _exited.Task;

    /// <summary>What it is doing.</summary>
    public ServerState State => (Exited.IsCompletedSuccessfully, _stop) switch
    {
        (true, _) => Exited.Result.State,
        (false, { }) => ServerState.Stopping,
        (false, null) => ServerState.Running,
    };

    /// <summary>
    /// Ends this app's requests, each with a <see cref="ServerStoppedException"/>, then the server and everything it started: SIGTERM, the grace of
    /// <see cref="LaunchOptions.StopGrace"/>, SIGKILL. Calls after the first give the same result. A server that this app only attached to is let go, and lives on.
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

    /// <summary>Says so where the server is gone though nobody stopped it. For what works on a server for long, between two steps.</summary>
    /// <exception cref="ServerDiedException">It ended by itself.</exception>
    /// <exception cref="ServerUnreachableException">It was attached to, and can't be reached any more.</exception>
    public void ThrowIfGone()
    {
        if (Exited is { IsCompletedSuccessfully: true } exited && exited.Result.Error is { } error)
        {
            throw error;
        }
    }

    /// <summary>After a request that found no server, or that was cut off: looks whether the server is gone, so that nobody sends the next one to nobody.</summary>
    /// <param name="error">How the request ended.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    internal async Task LookAfterAsync(Exception? error, CancellationToken cancellationToken)
    {
        // The death of a launched server is told by the one who watches its process: its requests have waited for that.
        if (_attached is not null && !Exited.IsCompleted
            && error is ServerUnreachableException or StreamCutException or RequestRejectedException { StatusCode: 502 or 503 or 504 })
        {
            await _attached.LookAsync(isLeaving: error is RequestRejectedException, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the server, or lets it go, and closes its client.</summary>
    /// <returns>A task that ends when all of it is gone.</returns>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _connection.Close(nameof(SpecServer));
    }

    private async Task<StopResult> StopOnceAsync()
    {
        // What follows is off the caller's thread and out of its lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _launched?.Death.Expect();
        var what = _launched is null ? "The app let the server go." : "The app stopped the server.";
        await _connection.StopRequestsAsync(new ServerStoppedException(what), ends: _launched is not null).ConfigureAwait(false);
        if (_attached is not null)
        {
            await _attached.DisposeAsync().ConfigureAwait(false);
        }

        var result = _launched is null ? new StopResult() : await _launched.StopAsync().ConfigureAwait(false);
        _exited.TrySetResult(new ServerExit { State = ServerState.Stopped, Stop = result });
        return result;
    }
}
