using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>
/// Talks to one server's native <c>/generate</c>, and measures each request. Safe to use from several threads at once;
/// requests never share state.
/// </summary>
public sealed class SpecClient : IDisposable
{
    private static readonly string[] InfoRoutes = ["server_info", "get_server_info", "model_info", "get_model_info"];
    private readonly ServerConnection _connection;

    internal SpecClient(Uri address, SpecClientOptions options, Task<Exception>? death = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);

        // A name and password in it were never sent, and would be told in logs and errors.
        Address = address.UserInfo.Length == 0 ? address : new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        _connection = new ServerConnection(Address, options, death);
    }

    /// <summary>The server's address.</summary>
    public Uri Address { get; }

    /// <summary>What the server told when it was last asked; null before that.</summary>
    public ServerInfo? Info => _connection.Info;

    /// <summary>
    /// Streams an answer. The last chunk carries the <see cref="GenerateChunk.Result"/>. Leaving the loop early and
    /// cancelling both abort the request on the server.
    /// </summary>
    /// <param name="request">What to answer, and how.</param>
    /// <param name="cancellationToken">Aborts the request.</param>
    /// <returns>The chunks as they come.</returns>
    /// <exception cref="ArgumentException">The request has both a prompt and ids, or neither, or an image without a byte.</exception>
    /// <exception cref="GenerateException">The request did not end well; what had arrived is in <see cref="GenerateException.Partial"/>.</exception>
    public IAsyncEnumerable<GenerateChunk> StreamAsync(GenerateRequest request, CancellationToken cancellationToken = default)
    {
        RequestCheck.Check(request, _connection.VocabularySize);
        return IterateAsync(request, cancellationToken);
    }

    /// <summary>Collects a whole answer. It is streamed all the same, so that the times of its chunks are known, unless <see cref="GenerateRequest.Stream"/> is false.</summary>
    /// <param name="request">What to answer, and how.</param>
    /// <param name="cancellationToken">Aborts the request.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">The request has both a prompt and ids, or neither, or an image without a byte.</exception>
    /// <exception cref="GenerateException">The request did not end well; what had arrived is in <see cref="GenerateException.Partial"/>.</exception>
    public async Task<GenerateResult> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken = default)
    {
        GenerateResult? result = null;
        await foreach (var chunk in StreamAsync(request, cancellationToken).ConfigureAwait(false))
        {
            result = chunk.Result;
        }

        return result!;
    }

    /// <summary>Aborts a request by its id. Its stream then ends with a <see cref="RequestAbortedException"/>. An unknown id is no error.</summary>
    /// <param name="requestId">The id; the server aborts every request whose id begins so.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when the server has taken the call.</returns>
    public async Task AbortAsync(string requestId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(requestId);
        await _connection.AbortAsync(requestId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the server about itself, by whichever of its routes the release has, and keeps the answer in <see cref="Info"/>.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What it tells.</returns>
    public async Task<ServerInfo> GetServerInfoAsync(CancellationToken cancellationToken = default)
    {
        foreach (var route in InfoRoutes)
        {
            try
            {
                var body = await _connection.CallAsync(HttpMethod.Get, route, cancellationToken).ConfigureAwait(false);
                return _connection.Info = ServerInfoReader.Read(body);
            }
            catch (RequestRejectedException exception) when (exception.StatusCode is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.MethodNotAllowed)
            {
                // An older release: the next name.
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                throw new MalformedAnswerException($"/{route} is not server info", null, exception);
            }
        }

        throw new MalformedAnswerException("none of the routes that tell about a server exists");
    }

    /// <summary>Empties the prefix cache, and starts the server's own counters anew. The server refuses while requests run.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when the cache is empty.</returns>
    public async Task FlushCacheAsync(CancellationToken cancellationToken = default) =>
        await _connection.CallAsync(HttpMethod.Post, "flush_cache", cancellationToken).ConfigureAwait(false);

    /// <summary>Tokens that the server has generated since it started, for whomever. A counter of requests that have ended; null where the server keeps none (SGLang does with <c>--enable-metrics</c>) or does not answer.</summary>
    internal async Task<long?> CountGeneratedTokensAsync(CancellationToken cancellationToken)
    {
        // Some releases answer at the second address alone, and redirect there.
        foreach (var route in (string[])["metrics", "metrics/"])
        {
            try
            {
                var text = await _connection.CallAsync(HttpMethod.Get, route, cancellationToken).ConfigureAwait(false);
                return (long?)MetricsReader.Sum(text, "sglang:generation_tokens_total"u8);
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
    public async Task<bool> IsHealthyAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _connection.CallAsync(HttpMethod.Get, "health", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (GenerateException)
        {
            return false;
        }
    }

    /// <summary>Closes the connections. Requests in flight fail.</summary>
    public void Dispose() => _connection.Dispose();

    private async IAsyncEnumerable<GenerateChunk> IterateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = new GenerateCall(_connection, request, cancellationToken);
        await using (call.ConfigureAwait(false))
        {
            while (await call.NextAsync().ConfigureAwait(false) is { } chunk)
            {
                yield return chunk;
            }
        }
    }
}
