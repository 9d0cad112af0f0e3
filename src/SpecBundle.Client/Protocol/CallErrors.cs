using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>What went wrong with a request, as the error that its caller gets.</summary>
internal static class CallErrors
{
    /// <summary>Translates an exception; one that needs no translation comes back as it is.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="connection">The server's.</param>
    /// <param name="silence">The request's.</param>
    /// <param name="answer">What has arrived.</param>
    /// <param name="elapsed">Time since the request was sent.</param>
    /// <param name="caller">The caller's token.</param>
    public static async Task<Exception> TranslateAsync(
        Exception exception, ServerConnection connection, SilenceTimer silence, IAnswer answer, TimeSpan elapsed, CancellationToken caller)
    {
        if (caller.IsCancellationRequested && exception is (OperationCanceledException or HttpRequestException or IOException or StreamCutException))
        {
            return new OperationCanceledException(exception.Message, exception, caller);
        }

        var isCut = exception is StreamCutException or IOException or HttpRequestException;
        if (!isCut && exception is not (OperationCanceledException or JsonException))
        {
            return exception;
        }

        var end = isCut ? await connection.EndAfterGraceAsync().ConfigureAwait(false) : connection.Fate.Reason;
        return end is null ? Describe(exception, isCut, connection, silence, answer, elapsed) : ServerConnection.Ended(end, answer.Partial(elapsed));
    }

    private static Exception Describe(
        Exception exception, bool isCut, ServerConnection connection, SilenceTimer silence, IAnswer answer, TimeSpan elapsed) => exception switch
    {
        StreamCutException => exception,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError }
            => new ServerUnreachableException(connection.Address, exception.Message, exception),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => new MalformedAnswerException("it is not HTTP", answer.Partial(elapsed), exception),
        _ when isCut => new StreamCutException(answer.Partial(elapsed), exception),
        JsonException => new MalformedAnswerException(exception.Message.TrimEnd('.'), answer.Partial(elapsed), exception),
        _ when silence.HasFired => new GenerateTimeoutException(silence.Limit, answer.HasToken ? GenerateLimit.Idle : GenerateLimit.FirstToken, answer.Partial(elapsed)),
        _ when connection.GivenTimeout(exception) is { } limit => new GenerateTimeoutException(limit, GenerateLimit.HttpClient, answer.Partial(elapsed)),
        OperationCanceledException { InnerException: TimeoutException timeout } => new ServerUnreachableException(connection.Address, timeout.Message, timeout),
        _ => exception,
    };
}
