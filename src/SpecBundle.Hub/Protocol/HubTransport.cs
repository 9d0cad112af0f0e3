using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using Polly;

namespace SpeculativeDecoding;

/// <summary>
/// The HTTP side of the Hub. Redirects are followed by hand: the token goes to the endpoint alone, but stays with a
/// redirect to the endpoint itself, where a renamed repository needs it.
/// </summary>
internal sealed class HubTransport : IDisposable
{
    private const int MostRedirects = 5;
    private static readonly ProductInfoHeaderValue Product = new(
        "SpecBundle.Client", typeof(HubTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]);

    private readonly HttpClient _http;
    private readonly ResiliencePipeline _retry;

    public HubTransport(HubSettings settings, TimeProvider time, Action<TimeSpan>? waiting = null)
    {
        (Settings, Time) = (settings, time);
        _retry = HubRetry.Create(time, waiting);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = settings.MetadataTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public HubSettings Settings { get; }

    public TimeProvider Time { get; }

    /// <summary>Asks, again where a failure may pass, and reads the answer.</summary>
    /// <param name="question">What it is about.</param>
    /// <param name="attempt">One attempt; a <see cref="PassingFailureException"/> leads to another.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HubException">It was refused, or every attempt failed.</exception>
    public async Task<T> AskAsync<T>(HubQuestion question, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _retry.ExecuteAsync(
                static async (state, token) => await state.This.OnceAsync(state.Question, state.Attempt, token).ConfigureAwait(false),
                (This: this, Question: question, Attempt: attempt),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PassingFailureException failure)
        {
            throw failure.Becomes;
        }
    }

    /// <summary>Sends one request, following redirects within the endpoint, and others where the caller wants.</summary>
    /// <returns>The answer, its body unread.</returns>
    public async Task<HttpResponseMessage> SendAsync(HubRequest request, CancellationToken cancellationToken)
    {
        var address = request.Address;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendOnceAsync(request, address, cancellationToken).ConfigureAwait(false);
            if (RedirectOf(response, address, request.Question) is not { } next || (!request.FollowsToStorage && !IsEndpoint(next)))
            {
                return response;
            }

            response.Dispose();
            address = redirects < MostRedirects
                ? next
                : throw new HubUnreachableException(request.Question.Repository.Name, address.Authority, "it redirects in circles");
        }
    }

    /// <summary>The address that an answer points to; null where it is no redirect.</summary>
    /// <exception cref="HubUnreachableException">It points to another scheme, or nowhere.</exception>
    public static Uri? RedirectOf(HttpResponseMessage response, Uri address, HubQuestion question)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
        {
            return null;
        }

        var next = response.Headers.Location is { } location ? new Uri(address, location) : null;
        return next is not null && (next.Scheme == address.Scheme || next.Scheme == Uri.UriSchemeHttps)
            ? next
            : throw new HubUnreachableException(
                question.Repository.Name, address.Authority, next is null ? "it redirects without saying where" : $"it redirects from {address.Scheme} to {next.Scheme}, which is refused");
    }

    public void ThrowUnlessSuccess(HttpResponseMessage response, HubQuestion question)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var refusal = HubRefusal.Of(response, question, Settings, Time.GetUtcNow());
        throw HubRetry.MayPass(response.StatusCode)
            ? new PassingFailureException(refusal, RateLimit.WaitOf(response, Time.GetUtcNow()))
            : refusal;
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> OnceAsync<T>(HubQuestion question, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Settings.MetadataTimeout);
        try
        {
            return await attempt(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(question, $"no answer within {Settings.MetadataTimeout.TotalSeconds:0.#} s (HF_HUB_ETAG_TIMEOUT)", exception, mayPass: false);
        }
        catch (HttpRequestException exception)
        {
            // Nobody listens there, or there is no such name: another attempt would only make the user wait.
            var mayPass = exception.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError);
            throw Unreachable(question, exception.Message, exception, mayPass);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw Unreachable(question, exception is System.Text.Json.JsonException ? "its answer is not the JSON of a Hub" : exception.Message, exception, mayPass: true);
        }
    }

    private Exception Unreachable(HubQuestion question, string reason, Exception inner, bool mayPass)
    {
        var unreachable = new HubUnreachableException(question.Repository.Name, Settings.Endpoint.Authority, reason, inner);
        return mayPass ? new PassingFailureException(unreachable) : unreachable;
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HubRequest request, Uri address, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, address);
        message.Headers.UserAgent.Add(Product);

        // Compressed bodies have no length, and can't be resumed.
        message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        message.Headers.Range = request.Range;
        if (Settings.Token is { } token && IsEndpoint(address))
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        }

        return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Host, port and scheme: a token must not go out in plain text either.</summary>
    private bool IsEndpoint(Uri address) =>
        string.Equals(address.Authority, Settings.Endpoint.Authority, StringComparison.OrdinalIgnoreCase) && address.Scheme == Settings.Endpoint.Scheme;
}
