using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SpeculativeDecoding;

/// <summary>The HTTP side of a client: its connections, its short calls, and the news of the server's death.</summary>
internal sealed class ServerConnection : IDisposable
{
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DeathGrace = TimeSpan.FromSeconds(2);

    // Below the 5 s after which SGLang closes an idle connection.
    private static readonly TimeSpan IdleConnectionLifetime = TimeSpan.FromSeconds(4);
    private readonly CancellationTokenSource _dead = new();
    private readonly Task<Exception>? _death;
    private readonly HttpClient _http;

    public ServerConnection(Uri address, SpecClientOptions options, Task<Exception>? death)
    {
        Address = address;
        Options = options;
        Logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<SpecClient>();
        _http = Create(address, options);
        _death = death;
        _death?.ContinueWith(
            static (_, dead) => ((CancellationTokenSource)dead!).Cancel(),
            _dead,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
    }

    public Uri Address { get; }

    public SpecClientOptions Options { get; }

    public ILogger Logger { get; }

    public ServerInfo? Info { get; set; }

    public int? VocabularySize => Options.VocabularySize ?? Info?.VocabularySize;

    public CancellationToken Dead => _dead.Token;

    /// <summary>How the server died; null while it lives, as far as is known.</summary>
    public Exception? Death => _death is { IsCompletedSuccessfully: true } death ? death.Result : null;

    public static HttpRequestMessage Message(HttpMethod method, string route, ReadOnlyMemory<byte>? body = null)
    {
        var message = new HttpRequestMessage(method, route);
        if (body is { } bytes)
        {
            message.Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        return message;
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) =>
        _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>A dying server closes its connections before its process has ended: gives the news of it a moment.</summary>
    public async Task<Exception?> DeathAfterGraceAsync()
    {
        if (_death is not null)
        {
            await Task.WhenAny(_death, Task.Delay(DeathGrace, Options.TimeProvider)).ConfigureAwait(false);
        }

        return Death;
    }

    /// <summary>A call with a short answer.</summary>
    public Task<byte[]> CallAsync(HttpMethod method, string route, CancellationToken cancellationToken) =>
        CallAsync(Message(method, route), Options.ControlTimeout, cancellationToken);

    public Task AbortAsync(string requestId, CancellationToken cancellationToken) =>
        CallAsync(Message(HttpMethod.Post, "abort_request", RequestWriter.WriteAbort(requestId)), Options.ControlTimeout, cancellationToken);

    /// <summary>Aborts a request as well as may be: an error does not matter any more.</summary>
    public async Task TryAbortAsync(string requestId)
    {
        try
        {
            var message = Message(HttpMethod.Post, "abort_request", RequestWriter.WriteAbort(requestId));
            await CallAsync(message, AbortLimit, CancellationToken.None).ConfigureAwait(false);
            ClientLog.Aborted(Logger, requestId);
        }
        catch (Exception exception) when (exception is SpecBundleException or ObjectDisposedException)
        {
            ClientLog.AbortFailed(Logger, requestId, exception.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpClient Create(Uri address, SpecClientOptions options)
    {
        var handler = options.Handler ?? new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionIdleTimeout = IdleConnectionLifetime,
            UseProxy = !address.IsLoopback,
            UseCookies = false,

            // An answer that is left is not read to its end: the closed connection tells the server.
            ResponseDrainTimeout = TimeSpan.Zero,
            AllowAutoRedirect = false,
        };
        var http = new HttpClient(handler, disposeHandler: options.Handler is null)
        {
            BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (options.ApiKey is { } key)
        {
            if (key.Any(char.IsControl))
            {
                // Said here, since the error of the header would quote the key.
                throw new ArgumentException("The API key has a line break or another control character in it.", nameof(options));
            }

            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return http;
    }

    private async Task<byte[]> CallAsync(HttpRequestMessage message, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var watchdog = new Watchdog(Options.TimeProvider, cancellationToken, Dead);
        watchdog.Arm(limit);
        try
        {
            using var response = await SendAsync(message, watchdog.Token).ConfigureAwait(false);
            await Refusal.ThrowIfRefusedAsync(response, watchdog.Token).ConfigureAwait(false);
            return await response.Content.ReadAsByteArrayAsync(watchdog.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is (OperationCanceledException or HttpRequestException or IOException) && !cancellationToken.IsCancellationRequested)
        {
            if (Death is { } death)
            {
                throw new ServerLostException(death, null);
            }

            var reason = watchdog.HasFired ? FormattableString.Invariant($"no answer within {limit.TotalSeconds:0.###} s.") : exception.Message;
            throw new ServerUnreachableException(Address, reason, exception);
        }
        finally
        {
            message.Dispose();
        }
    }
}
