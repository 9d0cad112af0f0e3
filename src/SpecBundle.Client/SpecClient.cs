#pragma warning disable RS0026 // Overloads with optional parameters differ in their first one, which is required.
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>
/// Talks to one server's native <c>/generate</c>, and measures each request. Safe to use from several threads at once;
/// requests never share state. Its members can be overridden, so that an app's tests need no server.
/// </summary>
public class SpecClient : IDisposable
{
    /// <summary>The name under which short calls (health, info, abort, flush) ask <see cref="SpecClientOptions.HttpClientFactory"/> for a client.</summary>
    public const string ControlHttpClientName = "SpecBundle.Control";

    /// <summary>The name under which generations ask <see cref="SpecClientOptions.HttpClientFactory"/> for a client.</summary>
    public const string GenerationHttpClientName = "SpecBundle.Generation";

    private static readonly string[] InfoRoutes = ["server_info", "get_server_info", "model_info", "get_model_info"];
    private readonly bool _belongsToServer;
    private readonly ServerConnection? _own;
    private volatile ServerConnection? _connection;
    private volatile bool _isDisposed;

    /// <summary>A client of a server that runs already.</summary>
    /// <param name="address">Where it listens, for example <c>http://127.0.0.1:30000</c>.</param>
    /// <param name="options">Its key, and how to reach it; null for the defaults.</param>
    /// <exception cref="InvalidValueException">The address is not an absolute one of http or https, or an option can't be meant.</exception>
    public SpecClient(Uri address, SpecClientOptions? options = null)
    {
        var own = Checked(options);
        var server = ServerAddress.Require(address, nameof(address));
        own.RequireSafe(server);
        _connection = _own = new ServerConnection(server, own, HttpClients.For(server, own), new ServerFate());
    }

    /// <summary>A client whose calls all go through an HTTP client that the app made and keeps. Its <see cref="HttpClient.Timeout"/> should be infinite: it would end requests whose first token takes longer.</summary>
    /// <param name="httpClient">Its <see cref="HttpClient.BaseAddress"/> is the server's. It is not disposed of.</param>
    /// <param name="options">The server's key, and the limits; null for the defaults. <see cref="SpecClientOptions.HttpClientFactory"/> is not used.</param>
    /// <exception cref="InvalidValueException">The client has no base address of http or https, or an option can't be meant.</exception>
    public SpecClient(HttpClient httpClient, SpecClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        var own = Checked(options);
        var server = ServerAddress.Require(httpClient.BaseAddress, $"{nameof(HttpClient)}.{nameof(httpClient.BaseAddress)}");
        own.RequireSafe(server);
        _connection = _own = new ServerConnection(server, own, HttpClients.Of(httpClient), new ServerFate());
    }

    /// <summary>For a class of the app's own that overrides every member it uses; the others throw.</summary>
    protected SpecClient()
    {
    }

    internal SpecClient(Uri address, SpecClientOptions options, ServerFate fate, bool knowsDeath)
    {
        var own = Checked(options);
        var server = ServerAddress.Require(address, nameof(address));
        if (!knowsDeath)
        {
            // A server that this app started is on this machine, by whatever address.
            own.RequireSafe(server);
        }

        _connection = _own = new ServerConnection(server, own, HttpClients.For(address, own), fate) { KnowsDeath = knowsDeath };
        _belongsToServer = true;
    }

    /// <summary>The server's address, without a name and password that it may have been given with.</summary>
    public virtual Uri Address => Connection.Address;

    /// <summary>What the server told when it was last asked; null before that.</summary>
    public virtual ServerInfo? Info => Connection.Info;

    internal ServerConnection Connection => _connection ?? throw new NotSupportedException($"{GetType().Name} was made without a server, and does not override this member.");

    /// <summary>
    /// Streams an answer. The last chunk carries the <see cref="GenerateChunk.Result"/>. Leaving the loop early and
    /// cancelling both abort the request on the server.
    /// </summary>
    /// <param name="request">What to answer, and how.</param>
    /// <param name="cancellationToken">Aborts the request.</param>
    /// <returns>The chunks as they come.</returns>
    /// <exception cref="InvalidValueException">A value of the request can't be meant; nothing was sent.</exception>
    /// <exception cref="GenerateException">The request did not end well; what had arrived is in <see cref="GenerateException.Partial"/>.</exception>
    /// <exception cref="ObjectDisposedException">The client, or the server it belongs to, was disposed of before.</exception>
    public virtual IAsyncEnumerable<GenerateChunk> StreamAsync(GenerateRequest request, CancellationToken cancellationToken = default)
    {
        var connection = Connection;
        connection.ThrowIfEnded();
        RequestCheck.Check(request, connection.VocabularySize);
        return IterateAsync(connection, request, cancellationToken);
    }

    /// <summary>Streams the answer to a text. The server adds no chat template.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="sampling">How to sample; null for the server's defaults.</param>
    /// <param name="cancellationToken">Aborts the request.</param>
    /// <returns>The chunks as they come; the last carries the <see cref="GenerateChunk.Result"/>.</returns>
    /// <exception cref="InvalidValueException">A value can't be meant; nothing was sent.</exception>
    /// <exception cref="GenerateException">The request did not end well; what had arrived is in <see cref="GenerateException.Partial"/>.</exception>
    [OverloadResolutionPriority(-1)] // So that "new() { ... }" is a request.
    public IAsyncEnumerable<GenerateChunk> StreamAsync(string prompt, SamplingParameters? sampling = null, CancellationToken cancellationToken = default) =>
        StreamAsync(GenerateRequest.Of(prompt, sampling), cancellationToken);

    /// <summary>Collects a whole answer. It is streamed all the same, so that the times of its chunks are known, unless <see cref="GenerateRequest.Stream"/> is false.</summary>
    /// <param name="request">What to answer, and how.</param>
    /// <param name="cancellationToken">Aborts the request.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidValueException">A value of the request can't be meant; nothing was sent.</exception>
    /// <exception cref="GenerateException">The request did not end well; what had arrived is in <see cref="GenerateException.Partial"/>.</exception>
    /// <exception cref="ObjectDisposedException">The client, or the server it belongs to, was disposed of before.</exception>
    public virtual async Task<GenerateResult> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken = default)
    {
        GenerateResult? result = null;
        await foreach (var chunk in StreamAsync(request, cancellationToken).ConfigureAwait(false))
        {
            result = chunk.Result;
        }

        return result!;
    }

    /// <summary>Collects the whole answer to a text. The server adds no chat template.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="sampling">How to sample; null for the server's defaults.</param>
    /// <param name="cancellationToken">Aborts the request.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidValueException">A value can't be meant; nothing was sent.</exception>
    /// <exception cref="GenerateException">The request did not end well; what had arrived is in <see cref="GenerateException.Partial"/>.</exception>
    [OverloadResolutionPriority(-1)] // So that "new() { ... }" is a request.
    public Task<GenerateResult> GenerateAsync(string prompt, SamplingParameters? sampling = null, CancellationToken cancellationToken = default) =>
        GenerateAsync(GenerateRequest.Of(prompt, sampling), cancellationToken);

    /// <summary>Aborts the request of that id, and no other. Its stream then ends with a <see cref="RequestAbortedException"/>. An unknown id is no error. Any client of the server may do so, from another process too.</summary>
    /// <param name="requestId">The id, as in <see cref="GenerateRequest.RequestId"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when the server has taken the call.</returns>
    /// <exception cref="InvalidValueException">No request can have that id.</exception>
    /// <exception cref="GenerateException">The server does not answer, or refuses.</exception>
    public virtual Task AbortAsync(string requestId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requestId);
        return Connection.AbortAsync(RequestId.Require(requestId, nameof(requestId)), cancellationToken);
    }

    /// <summary>Asks the server about itself, by whichever of its routes the release has, and keeps the answer in <see cref="Info"/>.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What it tells.</returns>
    /// <exception cref="GenerateException">The server does not answer, refuses the key, or is none.</exception>
    public virtual async Task<ServerInfo> GetServerInfoAsync(CancellationToken cancellationToken = default)
    {
        var connection = Connection;
        foreach (var route in InfoRoutes)
        {
            try
            {
                var body = await connection.CallAsync(HttpMethod.Get, route, cancellationToken).ConfigureAwait(false);
                var info = ServerInfoReader.Read(body.Span);
                foreach (var note in info.LeftOut)
                {
                    ClientLog.LeftOut(connection.Logger, connection.Address, note);
                }

                return connection.Info = info;
            }
            catch (RequestRejectedException exception) when (exception.StatusCode is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.MethodNotAllowed)
            {
                // An older release: the next name.
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException and not ObjectDisposedException)
            {
                throw new MalformedAnswerException($"/{route} is not server info", null, exception);
            }
        }

        throw new MalformedAnswerException("none of the routes that tell about a server exists");
    }

    /// <summary>Empties the prefix cache, and starts the server's own counters anew. The server refuses while requests run.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when the cache is empty.</returns>
    /// <exception cref="GenerateException">The server does not answer, or refuses.</exception>
    public virtual async Task FlushCacheAsync(CancellationToken cancellationToken = default) =>
        await Connection.CallAsync(HttpMethod.Post, "flush_cache", cancellationToken).ConfigureAwait(false);

    /// <summary>Tokens that the server has generated since it started, for whomever.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A counter of requests that have ended; null where the server keeps none (SGLang does with <c>--enable-metrics</c>) or does not answer.</returns>
    public virtual async Task<long?> GetGeneratedTokensAsync(CancellationToken cancellationToken = default)
    {
        // Some releases answer at the second address alone, and redirect there.
        foreach (var route in (string[])["metrics", "metrics/"])
        {
            try
            {
                var text = await Connection.CallAsync(HttpMethod.Get, route, cancellationToken).ConfigureAwait(false);
                return MetricsReader.Sum(text.Span, "sglang:generation_tokens_total"u8) is >= 0 and <= long.MaxValue / 2 and var sum ? (long)sum : null;
            }
            catch (GenerateException)
            {
                // Not there, or elsewhere.
            }
        }

        return null;
    }

    /// <summary>Whether the server says that it is well. It answers by generating a token, which takes a second or more.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False also when nothing answers.</returns>
    public virtual async Task<bool> IsHealthyAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await Connection.CallAsync(HttpMethod.Get, "health", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (GenerateException)
        {
            return false;
        }
    }

    /// <summary>
    /// Sends every later request to another server, for example to one that took the place of a server that died. Requests in
    /// flight end where they began.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The client was disposed of before.</exception>
    /// <param name="server">The server, whose key and life cycle this client takes over. It stays its owner's to stop.</param>
    public virtual void Follow(SpecServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _connection = server.Connection;
    }

    /// <summary>Closes the connections; requests in flight fail with a <see cref="ServerStoppedException"/>, but for those of a server that it <see cref="Follow"/>s, which end by themselves. The client of a <see cref="SpecServer"/> ends with its server: here this does nothing.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The same, for a class that derives from this one.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_belongsToServer && _own is not null)
        {
            _isDisposed = true;
            _connection = _own;
            _own.Close(nameof(SpecClient));
        }
    }

    private static SpecClientOptions Checked(SpecClientOptions? options)
    {
        var own = options?.Clone() ?? new SpecClientOptions();
        own.Check();
        return own;
    }

    private static async IAsyncEnumerable<GenerateChunk> IterateAsync(ServerConnection connection, GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = GenerateCall.Of(connection, request, cancellationToken);
        await using (call.ConfigureAwait(false))
        {
            while (await call.NextAsync().ConfigureAwait(false) is { } chunk)
            {
                yield return chunk;
            }
        }
    }
}
