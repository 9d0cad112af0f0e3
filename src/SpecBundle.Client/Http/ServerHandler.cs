namespace SpeculativeDecoding;

/// <summary>The handler that fits SGLang's HTTP server.</summary>
internal static class ServerHandler
{
    // Below the 5 s after which SGLang closes an idle connection.
    private static readonly TimeSpan IdleConnectionLifetime = TimeSpan.FromSeconds(4);

    public static SocketsHttpHandler Create(TimeSpan connectTimeout, bool useProxy) => new()
    {
        ConnectTimeout = TimeLimit.ForTimer(connectTimeout),
        PooledConnectionIdleTimeout = IdleConnectionLifetime,
        UseProxy = useProxy,
        UseCookies = false,

        // An answer that is left is not read to its end: the closed connection tells the server.
        ResponseDrainTimeout = TimeSpan.Zero,

        // Prompts and key go to the address that was given and to no other.
        AllowAutoRedirect = false,
    };
}
