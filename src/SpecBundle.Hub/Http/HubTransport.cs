using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Polly;

namespace SpeculativeDecoding;

/// <summary>Asks the Hub over HTTP: within a time, again where a failure may pass, and with typed errors.</summary>
internal sealed class HubTransport(HubSettings settings, HttpMessageInvoker http, Action<TimeSpan>? waiting = null)
{
    private const int LongestJson = 8_000_000;

    private static readonly ProductInfoHeaderValue Product = new(
        "SpecBundle.Hub", typeof(HubTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]);

    private readonly ResiliencePipeline _retry = HubRetry.Create(settings.TimeProvider, settings.FirstWait, waiting);

    public HubSettings Settings { get; } = settings;

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

    /// <summary>Sends one request through all handlers.</summary>
    /// <returns>The answer, its body unread.</returns>
    public async Task<HttpResponseMessage> SendAsync(HubRequest request, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage();
        message.Headers.UserAgent.Add(Product);

        // Compressed bodies have no length, and can't be resumed.
        message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        return await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for JSON, and where the list goes on.</summary>
    /// <param name="question">What it is about.</param>
    /// <param name="address">Where to.</param>
    /// <param name="read">Reads it; a <see cref="JsonException"/> says that it is not what a Hub answers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HubException">It was refused, every attempt failed, or the answer is longer than any of a Hub.</exception>
    public Task<(T Value, Uri? Next)> AskJsonAsync<T>(HubQuestion question, Uri address, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        AskAsync(
            question,
            async token =>
            {
                using var response = await SendAsync(new HubRequest(question, address), token).ConfigureAwait(false);
                ThrowUnlessSuccess(response, question);
                var body = await HubBody.ReadAsync(response, LongestJson, token).ConfigureAwait(false)
                    ?? throw HubFailure.NotAHub(question.Repository.Name, Settings.Endpoint.Authority, "its answer has more than 8 MB");
                return (Read(body, read), NextPage.Of(response, address));
            },
            cancellationToken);

    private static T Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (InvalidOperationException exception)
        {
            // A name or a value with half of a character, which JSON can name and no text can have.
            throw new JsonException("It has a text that is none.", exception);
        }
    }

    public void ThrowUnlessSuccess(HttpResponseMessage response, HubQuestion question)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var now = Settings.TimeProvider.GetUtcNow();
        var refusal = HubRefusal.Of(response, question, Settings, now);
        throw HubRetry.MayPass(response.StatusCode) ? new PassingFailureException(refusal, RateLimit.WaitOf(response, now)) : refusal;
    }

    private async Task<T> OnceAsync<T>(HubQuestion question, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeLimit.ForTimer(Settings.AnswerTimeout));
        try
        {
            return await attempt(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(question, FormattableString.Invariant($"no answer within {Settings.AnswerTimeout.TotalSeconds:0.#} s (HubOptions.AnswerTimeout)"), exception, mayPass: false);
        }
        catch (HttpRequestException exception)
        {
            // Nobody listens there, or there is no such name: another attempt would only make the user wait.
            var mayPass = exception.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError);
            throw Unreachable(question, Foreign.Text(exception.Message), exception, mayPass);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException)
        {
            throw Unreachable(question, exception is JsonException ? "its answer is not the JSON of a Hub" : Foreign.Text(exception.Message), exception, mayPass: true);
        }
    }

    private Exception Unreachable(HubQuestion question, string reason, Exception inner, bool mayPass)
    {
        var unreachable = HubFailure.Unreachable(question.Repository.Name, Settings.Endpoint.Authority, reason, inner);
        return mayPass ? new PassingFailureException(unreachable) : unreachable;
    }
}
