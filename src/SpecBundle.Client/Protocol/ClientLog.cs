using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding;

/// <summary>What a client logs: ids and counts, never prompts, answers or keys.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(101, LogLevel.Debug, "Request {RequestId} sent to {Address}.")]
    public static partial void Sent(ILogger logger, string requestId, Uri address);

    [LoggerMessage(102, LogLevel.Debug, "Request {RequestId} ended ({FinishReason}): {Tokens} tokens in {VerifySteps} verify steps, {Elapsed}.")]
    public static partial void Ended(ILogger logger, string requestId, FinishReason finishReason, int? tokens, int? verifySteps, TimeSpan elapsed);

    [LoggerMessage(103, LogLevel.Warning, "Request {RequestId}: {Violation}")]
    public static partial void Violation(ILogger logger, string requestId, string violation);

    [LoggerMessage(106, LogLevel.Warning, "{Address}: {Note}")]
    public static partial void LeftOut(ILogger logger, Uri address, string note);

    [LoggerMessage(104, LogLevel.Debug, "Request {RequestId} aborted on the server.")]
    public static partial void Aborted(ILogger logger, string requestId);

    [LoggerMessage(105, LogLevel.Debug, "Request {RequestId} could not be aborted on the server: {Reason}")]
    public static partial void AbortFailed(ILogger logger, string requestId, string reason);
}
