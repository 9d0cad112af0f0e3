namespace SpeculativeDecoding;

/// <summary>The server refused the request, or failed on it, and said so.</summary>
public sealed class RequestRejectedException : GenerateException
{
    /// <summary>An error as the client makes it, for the tests of an app that replaces <see cref="SpecClient"/>.</summary>
    /// <param name="statusCode">The HTTP status; null where the server named none.</param>
    /// <param name="serverMessage">What the server said.</param>
    /// <param name="partial">What had arrived; null where the answer had not begun.</param>
    public RequestRejectedException(int? statusCode, string serverMessage, PartialAnswer? partial = null)
        : base(Describe(statusCode, serverMessage), Advise(statusCode), partial)
    {
        StatusCode = statusCode;
        ServerMessage = serverMessage;
    }

    /// <summary>The HTTP status; in a stream that had begun, the one the server's error frame names. Null where it names none.</summary>
    public int? StatusCode { get; }

    /// <summary>What the server said.</summary>
    public string ServerMessage { get; }

    private static string Describe(int? statusCode, string serverMessage) => statusCode is { } status
        ? FormattableString.Invariant($"The server refused the request with status {status}: {serverMessage}")
        : $"The server refused the request: {serverMessage}";

    private static string Advise(int? statusCode) => statusCode switch
    {
        >= 300 and < 400 => "Name the address that it leads to, if you trust it.",
        401 or 403 => "Give the key that the server was started with (SpecClientOptions.ApiKey).",
        404 or 405 => "The address is not that of an SGLang server, or a proxy in between does not forward the route.",
        500 => "The traceback is in the server's log. A sampling parameter that this release does not know answers so.",
        503 => "The server is not ready yet, or is shutting down.",
        _ => "What the server says names what to change in the request.",
    };
}
