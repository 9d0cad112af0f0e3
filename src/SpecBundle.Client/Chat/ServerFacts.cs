namespace SpeculativeDecoding;

/// <summary>What a server tells of itself, asked for once and only when it is needed. Not to know it is no error.</summary>
internal sealed class ServerFacts(SpecClient client)
{
    // A busy server answers between two steps; an answer to a chat is not worth waiting longer for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private ServerConnection? _asked;
    private Task<ServerInfo?> _answer = Task.FromResult<ServerInfo?>(null);

    /// <summary>What is known, or null.</summary>
    public async ValueTask<ServerInfo?> GetAsync(CancellationToken cancellationToken)
    {
        var connection = client.Connection;
        if (connection.Info is { } known)
        {
            return known;
        }

        Task<ServerInfo?> answer;
        lock (_lock)
        {
            if (_asked != connection)
            {
                (_asked, _answer) = (connection, AskAsync(connection));
            }

            answer = _answer;
        }

        try
        {
            return await answer.WaitAsync(Patience, connection.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<ServerInfo?> AskAsync(ServerConnection connection)
    {
        // Off the lock of the one who asks first.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return await client.GetServerInfoAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is GenerateException or ObjectDisposedException or OperationCanceledException)
        {
            if (exception is not (RequestRejectedException or MalformedAnswerException))
            {
                Forget(connection);
            }

            return null;
        }
    }

    /// <summary>It did not answer; the next request asks again.</summary>
    private void Forget(ServerConnection connection)
    {
        lock (_lock)
        {
            _asked = _asked == connection ? null : _asked;
        }
    }
}
