using System.Net;

namespace SpeculativeDecoding;

/// <summary>The handlers below the redirects: the app's, where it gives a factory, else one of our own.</summary>
internal static class HubHandlers
{
    /// <summary>What every request of a client goes through; it belongs to the caller.</summary>
    public static HttpMessageInvoker Pipeline(HubSettings settings, IHttpClientFactory? factory) =>
        new(new HubRedirectHandler(settings, factory is null ? Primary(settings.AnswerTimeout) : new AppClientHandler(factory)));

    /// <summary>No redirects, no cookies, and bodies as they are: a compressed one has no length and can't be resumed.</summary>
    public static SocketsHttpHandler Primary(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeLimit.ForTimer(connectTimeout),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
}
