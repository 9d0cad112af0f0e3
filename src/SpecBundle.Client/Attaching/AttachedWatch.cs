namespace SpeculativeDecoding;

/// <summary>Asks an attached server now and then whether it is still there, and says when it is not.</summary>
internal sealed class AttachedWatch : IAsyncDisposable
{
    // One refused connection may be a server's full backlog; a second one soon after is its end.
    private const int FailuresUntilLost = 2;
    private const int LooksAtOneThatLeaves = 5;
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _stop = new();
    private readonly ServerConnection _connection;
    private readonly Action<ServerUnreachableException> _lost;
    private readonly Task _watching;

    public AttachedWatch(ServerConnection connection, TimeSpan interval, Action<ServerUnreachableException> lost)
    {
        (_connection, _lost) = (connection, lost);
        _watching = TimeLimit.IsInfinite(interval) ? Task.CompletedTask : WatchAsync(interval, _stop.Token);
    }

    /// <summary>Looks now instead of at the next time.</summary>
    /// <param name="isLeaving">Whether it still answered, and took no more requests: one that is being stopped is gone a little later.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public async Task LookAsync(bool isLeaving, CancellationToken cancellationToken)
    {
        var looks = isLeaving ? LooksAtOneThatLeaves : FailuresUntilLost;
        for (var (look, failures) = (0, 0); look < looks; look++)
        {
            var problem = await LookOnceAsync(cancellationToken).ConfigureAwait(false);
            failures = problem is null ? 0 : failures + 1;
            if (failures == FailuresUntilLost)
            {
                _lost(problem!);
                return;
            }

            if (problem is null && !isLeaving)
            {
                return;
            }

            await Task.Delay(SecondLook, _connection.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            await Task.Delay(failures == 0 || SecondLook > interval ? interval : SecondLook, _connection.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            var problem = await LookOnceAsync(cancellationToken).ConfigureAwait(false);
            failures = problem is null ? 0 : failures + 1;
            if (failures == FailuresUntilLost)
            {
                _lost(problem!);
                return;
            }
        }
    }

    /// <summary>Any answer is a sign of life, a refusal too; so is silence, since a server may be busy for long.</summary>
    private async Task<ServerUnreachableException?> LookOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _connection.ProbeAsync(HttpMethod.Get, "v1/models", cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ServerUnreachableException exception) when (exception.InnerException is not OperationCanceledException)
        {
            return exception;
        }
        catch (GenerateException exception)
        {
            // A gateway's word for a server that is gone; everything else a server says itself.
            return exception is RequestRejectedException { StatusCode: 502 or 504 } ? new ServerUnreachableException(_connection.Address, exception.Message, exception) : null;
        }
    }
}
