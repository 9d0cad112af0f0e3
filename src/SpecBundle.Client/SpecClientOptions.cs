using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding;

/// <summary>How a client talks to its server. Read when the client is made; later changes have no effect.</summary>
public sealed class SpecClientOptions
{
    /// <summary>The server's API key, sent as a bearer token and never logged.</summary>
    /// <value>The default value is null: none is sent. An empty one is refused.</value>
    public string? ApiKey { get; set; }

    /// <summary>Whether the key may go to an <c>http://</c> address of another machine, where everybody on the way can read it. To this machine's own, loopback, it always may.</summary>
    /// <value>The default value is false: such a client is refused.</value>
    public bool AllowPlainHttpKey { get; set; }

    /// <summary>The clock that times and time-outs go by.</summary>
    /// <value>The default value is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the client logs: ids and counts, never prompts, answers or keys.</summary>
    /// <value>The default value is null: nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The longest time to open a connection. Not used where the app brings its own <see cref="HttpClientFactory"/> or <see cref="HttpClient"/>.</summary>
    /// <value>The default value is 10 seconds. <see cref="Timeout.InfiniteTimeSpan"/> sets no limit.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for the first token: queue and prefill are in it. For an answer that is not streamed, the longest wait for all of it.</summary>
    /// <value>The default value is 10 minutes. <see cref="Timeout.InfiniteTimeSpan"/> sets no limit.</value>
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest wait between two frames of an answer that bring something: frames without a token or text are no better than silence.</summary>
    /// <value>The default value is 2 minutes. <see cref="Timeout.InfiniteTimeSpan"/> sets no limit.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest wait for a short answer (server info, health, flush, abort), retries included.</summary>
    /// <value>The default value is 30 seconds, since SGLang's own health check takes up to 20. <see cref="Timeout.InfiniteTimeSpan"/> sets no limit.</value>
    public TimeSpan ControlTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The size of the target's vocabulary. Ids outside it are refused before they are sent.</summary>
    /// <value>The default value is null: what the server tells, else unknown.</value>
    public int? VocabularySize { get; set; }

    /// <summary>
    /// The app's factory, from which the client takes two named clients: <see cref="SpecClient.ControlHttpClientName"/> for short calls,
    /// with all of the app's handlers, and <see cref="SpecClient.GenerationHttpClientName"/> for generations, which no resilience
    /// handler may cut or retry. <see cref="SpecBundleHttpClients.AddSpecBundleHttpClients"/> registers both so.
    /// </summary>
    /// <value>The default value is null: the client's own connections, for HTTP/1.1, not reused after 4 idle seconds since SGLang closes them after 5, and without a proxy for loopback.</value>
    public IHttpClientFactory? HttpClientFactory { get; set; }

    internal SpecClientOptions Clone() => (SpecClientOptions)MemberwiseClone();

    /// <exception cref="InvalidValueException">The key would be sent for everybody to read, and nobody asked for that.</exception>
    internal void RequireSafe(Uri address)
    {
        if (ApiKey is not null && !AllowPlainHttpKey && address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw new InvalidValueException(
                $"{nameof(SpecClientOptions)}.{nameof(ApiKey)}",
                $"a key for {address.GetLeftPart(UriPartial.Authority)}",
                "over http:// everybody on the way to another machine can read it",
                $"Use https://, or a tunnel such as ssh -L 30000:localhost:30000 HOST; where the network is trusted, set {nameof(SpecClientOptions)}.{nameof(AllowPlainHttpKey)}.");
        }
    }

    /// <exception cref="InvalidValueException">A value can't be meant.</exception>
    internal void Check()
    {
        if (ApiKey is not null)
        {
            ApiKeyRule.Check($"{nameof(SpecClientOptions)}.{nameof(ApiKey)}", ApiKey);
        }

        TimeLimit.Check($"{nameof(SpecClientOptions)}.{nameof(ConnectTimeout)}", ConnectTimeout);
        TimeLimit.Check($"{nameof(SpecClientOptions)}.{nameof(FirstTokenTimeout)}", FirstTokenTimeout);
        TimeLimit.Check($"{nameof(SpecClientOptions)}.{nameof(IdleTimeout)}", IdleTimeout);
        TimeLimit.Check($"{nameof(SpecClientOptions)}.{nameof(ControlTimeout)}", ControlTimeout);
        if (VocabularySize is <= 0)
        {
            throw new InvalidValueException($"{nameof(SpecClientOptions)}.{nameof(VocabularySize)}", VocabularySize, "a vocabulary has at least one token");
        }

        if (TimeProvider is null)
        {
            throw new InvalidValueException($"{nameof(SpecClientOptions)}.{nameof(TimeProvider)}", null, "a client needs a clock");
        }
    }
}
