using System.Net;

namespace SpeculativeDecoding;

/// <summary>
/// A server is ready when what listens on its port is its own process, <c>/health</c> answers and one real generation came
/// back: health alone has been seen on servers that then hung. Nothing is sent to a listener before it is known whose it is:
/// requests carry the key, and prompts.
/// </summary>
internal sealed class Readiness(ServerWatch watch, SpecClient client, IListenerLookup listeners, bool isPortPicked, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    // On a machine with tens of thousands of connections or processes a look takes a while.
    private const int LookShare = 10;
    private readonly IPEndPoint[] _endPoints = EndPointsOf(client.Address);
    private TimeSpan _lookTime;

    /// <exception cref="PortTakenException">Another process listens on the server's port.</exception>
    /// <exception cref="GenerateException">The first generation failed.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!(await IsOwnAsync(cancellationToken).ConfigureAwait(false) && await AnswersAsync(cancellationToken).ConfigureAwait(false)))
        {
            await Task.Delay(_lookTime * LookShare > PollInterval ? _lookTime * LookShare : PollInterval, time, cancellationToken).ConfigureAwait(false);
        }

        await client.GetServerInfoAsync(cancellationToken).ConfigureAwait(false);
        await client.GenerateAsync(Probe(), cancellationToken).ConfigureAwait(false);
        await IsOwnAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ids rather than text: a server without a tokenizer takes them too.</summary>
    public static GenerateRequest Probe() =>
        new() { InputIds = [1], Sampling = new SamplingParameters { Temperature = 0, MaxNewTokens = 1, IgnoreEndToken = true }, Stream = false };

    /// <exception cref="PortTakenException">Somebody else listens there.</exception>
    public async Task RequireNoStrangerAsync(CancellationToken cancellationToken)
    {
        // A server that could not bind: whoever has the port is not its listener, and be it a process that it started.
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { Owner: ListenerOwner.Stranger or ListenerOwner.Unknown, Who: not null } other)
        {
            throw new PortTakenException(client.Address.Port, other, isPortPicked);
        }
    }

    private async Task<bool> IsOwnAsync(CancellationToken cancellationToken)
    {
        var listener = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (listener.Owner == ListenerOwner.Stranger)
        {
            // Tables are read one after another: what is seen twice was not a process or a socket that came or went in between.
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
            listener = await FindAsync(cancellationToken).ConfigureAwait(false);
            if (listener.Owner == ListenerOwner.Stranger)
            {
                throw new PortTakenException(client.Address.Port, listener, isPortPicked);
            }
        }

        // Where nobody can tell, the server's own word that it listens is taken: it does not say so of a port that it could not bind.
        return listener.Owner == ListenerOwner.Server || (listener.Owner == ListenerOwner.Unknown && watch.Phase >= LaunchPhase.WarmingUp);
    }

    private async Task<PortListener> FindAsync(CancellationToken cancellationToken)
    {
        var server = await watch.Process.ProcessId.WaitAsync(cancellationToken).ConfigureAwait(false);
        var started = time.GetTimestamp();
        var worst = PortListener.Nobody;
        foreach (var endPoint in _endPoints)
        {
            var listener = await listeners.FindAsync(endPoint, server, cancellationToken).ConfigureAwait(false);
            worst = listener.Owner > worst.Owner ? listener : worst;
        }

        _lookTime = time.GetElapsedTime(started);
        return worst;
    }

    /// <summary>Asked again soon, so each time but once.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.Connection.ProbeAsync(HttpMethod.Get, "health", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (GenerateException)
        {
            return false;
        }
    }

    /// <summary>A name of this machine's stands for both of its loopback addresses: a client tries one after the other.</summary>
    private static IPEndPoint[] EndPointsOf(Uri address) => IPAddress.TryParse(address.DnsSafeHost, out var parsed)
        ? [new IPEndPoint(parsed, address.Port)]
        : [new IPEndPoint(IPAddress.Loopback, address.Port), new IPEndPoint(IPAddress.IPv6Loopback, address.Port)];
}
