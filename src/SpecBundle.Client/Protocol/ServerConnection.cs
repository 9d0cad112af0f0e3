using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace SpeculativeDecoding;

/// <summary>The HTTP side of a client: its connections, its short calls, and the news of its end.</summary>
internal sealed class ServerConnection : IDisposable
{
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DeathGrace = TimeSpan.FromSeconds(2);
    private readonly HttpClients _http;
    private readonly ResiliencePipeline<HttpResponseMessage> _retry;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly Uri _base;
    private readonly Dictionary<object, RequestId> _inFlight = new(ReferenceEqualityComparer.Instance);
    private volatile bool _needsNoAbort;
    private volatile string? _disposedOwner;

    public ServerConnection(Uri address, SpecClientOptions options, HttpClients http, ServerFate fate)
    {
        (Address, Options, Fate, _http) = (address, options, fate, http);
        Logger = new AppLogger((options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<SpecClient>());
        _base = new Uri(address.AbsoluteUri.TrimEnd('/') + "/");
        _retry = ControlRetry.Create(options.TimeProvider);
        _authorization = options.ApiKey is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
    }

    public Uri Address { get; }

    public SpecClientOptions Options { get; }

    public ILogger Logger { get; }

    public ServerFate Fate { get; }

    public ServerInfo? Info { get; set; }

    public int? VocabularySize => Options.VocabularySize ?? Info?.VocabularySize;

    /// <summary>Whether this app itself ended server or client.</summary>
    public bool WasStopped => Fate.Reason is ServerStoppedException or ObjectDisposedException;

    /// <exception cref="ObjectDisposedException">The client, or the server it belongs to, was disposed of.</exception>
    /// <exception cref="GenerateException">The server was stopped, or died.</exception>
    public void ThrowIfEnded()
    {
        if (_disposedOwner is { } owner)
        {
            throw Ended(new ObjectDisposedException(owner), null);
        }

        if (Fate.Reason is { } reason)
        {
            throw Ended(reason, null);
        }
    }

    /// <summary>The error of a request that the end met, with what had arrived.</summary>
    public static Exception Ended(Exception reason, PartialAnswer? partial) => reason switch
    {
        // Under a request it is a typed error like every other; a new one is a mistake of the caller's.
        ObjectDisposedException disposed when partial is null => new ObjectDisposedException(disposed.ObjectName),
        ObjectDisposedException disposed => new ServerStoppedException($"{disposed.ObjectName} was disposed of under the request.", partial),
        ServerStoppedException stopped => new ServerStoppedException(stopped.What, partial),
        _ => new ServerLostException(reason, partial),
    };

    public Task<HttpResponseMessage> SendGenerationAsync(string route, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync(_http.Generation, HttpMethod.Post, route, body, cancellationToken);

    /// <summary>What the app's own HTTP client ended, if it was that: its time-out counts until the headers have come.</summary>
    public TimeSpan? GivenTimeout(Exception exception) => exception is OperationCanceledException { InnerException: TimeoutException } ? _http.GivenTimeout : null;

    /// <summary>A dying server closes its connections before its process has ended: gives the news of it a moment.</summary>
    public async Task<Exception?> EndAfterGraceAsync()
    {
        if (KnowsDeath)
        {
            await Task.WhenAny(Fate.Task, Task.Delay(DeathGrace, Options.TimeProvider)).ConfigureAwait(false);
        }

        return Fate.Reason;
    }

    /// <summary>Whether somebody watches the server's process and tells of its death.</summary>
    public bool KnowsDeath { get; init; }

    /// <summary>A call with a short answer, repeated where it did not reach the server.</summary>
    public Task<ReadOnlyMemory<byte>> CallAsync(HttpMethod method, string route, CancellationToken cancellationToken) =>
        CallAsync(method, route, null, _retry, Options.ControlTimeout, cancellationToken);

    /// <summary>The same, tried once: for what is asked again and again.</summary>
    public Task<ReadOnlyMemory<byte>> ProbeAsync(HttpMethod method, string route, CancellationToken cancellationToken) =>
        CallAsync(method, route, null, ResiliencePipeline<HttpResponseMessage>.Empty, Options.ControlTimeout, cancellationToken);

    public Task AbortAsync(RequestId requestId, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, "abort_request", RequestWriter.WriteAbort(requestId.Wire), _retry, Options.ControlTimeout, cancellationToken);

    /// <summary>Aborts a request where that is still possible: an error does not matter any more.</summary>
    public async Task TryAbortAsync(RequestId requestId)
    {
        if (_needsNoAbort)
        {
            return;
        }

        if (await TryAbortAsync(RequestWriter.WriteAbort(requestId.Wire)).ConfigureAwait(false) is { } problem)
        {
            ClientLog.AbortFailed(Logger, requestId.Caller, problem);
        }
        else
        {
            ClientLog.Aborted(Logger, requestId.Caller);
        }
    }

    /// <summary>A request is about to be sent.</summary>
    /// <exception cref="OperationCanceledException">Requests were stopped in the same moment: it is not sent.</exception>
    public void Enter(object call, RequestId requestId)
    {
        lock (_inFlight)
        {
            if (_needsNoAbort)
            {
                throw new OperationCanceledException(Fate.Ended);
            }

            _inFlight.Add(call, requestId);
        }
    }

    /// <summary>A request has ended, or was never sent.</summary>
    public void Leave(object call)
    {
        lock (_inFlight)
        {
            _inFlight.Remove(call);
        }
    }

    /// <summary>Ends this client's requests here with a typed error, and on the server, so that it works on none of them any longer.</summary>
    /// <param name="reason">What they hear.</param>
    /// <param name="ends">Whether the server itself is about to end: then it is told to leave all of its work, in one call.</param>
    public async Task StopRequestsAsync(Exception reason, bool ends)
    {
        List<RequestId> ids;
        lock (_inFlight)
        {
            ids = [.. _inFlight.Values];
            _needsNoAbort = true;
        }

        Fate.End(reason);
        if (ids.Count == 0)
        {
            return;
        }

        var bodies = ends ? [RequestWriter.WriteAbortAll()] : ids.Select(id => RequestWriter.WriteAbort(id.Wire));
        await Task.WhenAll(bodies.Select(TryAbortAsync)).ConfigureAwait(false);
    }

    /// <summary>Closes the connections: requests in flight end, and whoever comes later hears which object it was.</summary>
    public void Close(string owner)
    {
        _disposedOwner = owner;
        Fate.End(new ObjectDisposedException(owner));
        Dispose();
    }

    public void Dispose() => _http.Dispose();

    /// <returns>What went wrong; null where the server took it.</returns>
    private async Task<string?> TryAbortAsync(ReadOnlyMemory<byte> body)
    {
        try
        {
            await CallAsync(HttpMethod.Post, "abort_request", body, ResiliencePipeline<HttpResponseMessage>.Empty, AbortLimit, CancellationToken.None, evenIfEnded: true).ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // An app's own handlers may throw whatever they like; here nobody needs the answer.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.Message;
        }
    }

    private async Task<ReadOnlyMemory<byte>> CallAsync(
        HttpMethod method, string route, ReadOnlyMemory<byte>? body, ResiliencePipeline<HttpResponseMessage> retry, TimeSpan limit, CancellationToken cancellationToken, bool evenIfEnded = false)
    {
        if (!evenIfEnded)
        {
            ThrowIfEnded();
        }

        using var silence = new SilenceTimer(Options.TimeProvider, cancellationToken, evenIfEnded ? CancellationToken.None : Fate.Ended);
        silence.Arm(limit);
        try
        {
            var http = _http.Control;
            using var response = await retry.ExecuteAsync(
                async token => await SendAsync(http, method, route, body, token).ConfigureAwait(false), silence.Token).ConfigureAwait(false);
            await ResponseCheck.ThrowIfRefusedAsync(response, Options.ApiKey, silence.Token).ConfigureAwait(false);
            return await BoundedBody.ReadAllAsync(response.Content, BoundedBody.ControlBytes, silence.Token).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw new MalformedAnswerException(exception.Message, null, exception);
        }
        catch (Exception exception) when (exception is not (GenerateException or ObjectDisposedException) && !cancellationToken.IsCancellationRequested)
        {
            // What an app's own handlers throw (a resilience handler's time-out, an open circuit) means the same: no answer.
            if (!evenIfEnded && Fate.Reason is { } reason)
            {
                throw Ended(reason, null);
            }

            // A connection that could not be opened in time is told as a cancellation that nobody asked for.
            var cause = !silence.HasFired && exception is OperationCanceledException { InnerException: TimeoutException timeout } ? timeout : exception;
            throw new ServerUnreachableException(Address, silence.HasFired ? FormattableString.Invariant($"no answer within {limit.TotalSeconds:0.###} s.") : cause.Message, cause);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string route, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, new Uri(_base, route)) { VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Headers.Authorization = _authorization;
        if (body is { } bytes)
        {
            message.Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }
}
