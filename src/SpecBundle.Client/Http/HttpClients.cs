namespace SpeculativeDecoding;

/// <summary>Where a client's calls go through: connections of its own, the app's factory, or an <see cref="HttpClient"/> that the app gave.</summary>
internal sealed class HttpClients : IDisposable
{
    private readonly IHttpClientFactory? _factory;
    private readonly HttpClient? _own;
    private readonly HttpClient? _given;

    private HttpClients(IHttpClientFactory? factory, HttpClient? own, HttpClient? given) => (_factory, _own, _given) = (factory, own, given);

    /// <summary>The client of short calls.</summary>
    public HttpClient Control => _own ?? _given ?? Create(SpecClient.ControlHttpClientName);

    /// <summary>The client of generations.</summary>
    public HttpClient Generation => _own ?? _given ?? Create(SpecClient.GenerationHttpClientName);

    /// <summary>The time-out of the app's own client, which ends a request whose headers have not come; null where there is none.</summary>
    public TimeSpan? GivenTimeout => _given?.Timeout is { } timeout && timeout != Timeout.InfiniteTimeSpan ? timeout : null;

    /// <exception cref="InvalidValueException">The factory's handlers would cut generations.</exception>
    public static HttpClients For(Uri address, SpecClientOptions options)
    {
        if (options.HttpClientFactory is not { } factory)
        {
            var handler = ServerHandler.Create(options.ConnectTimeout, useProxy: !address.IsLoopback);
            return new HttpClients(null, new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, null);
        }

        return SpecBundleHttpClients.CutsGenerations(factory)
            ? throw new InvalidValueException(
                $"{nameof(SpecClientOptions)}.{nameof(SpecClientOptions.HttpClientFactory)}",
                "a factory with a resilience handler around generations",
                "it would end a generation after seconds, and run it again",
                $"Call services.{nameof(SpecBundleHttpClients.AddSpecBundleHttpClients)}(): it takes that handler from generations and leaves it on short calls.")
            : new HttpClients(factory, null, null);
    }

    public static HttpClients Of(HttpClient given) => new(null, null, given);

    public void Dispose() => _own?.Dispose();

    private HttpClient Create(string name)
    {
        // A light object around handlers that the factory keeps: one a call, so that it sees them renewed.
        var client = _factory!.CreateClient(name);
        client.Timeout = Timeout.InfiniteTimeSpan;
        return client;
    }
}
