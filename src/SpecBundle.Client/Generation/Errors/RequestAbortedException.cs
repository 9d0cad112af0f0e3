namespace SpeculativeDecoding;

/// <summary>The server ended the request before its time: on <c>/abort_request</c>, on shutdown, or because it could not go on.</summary>
public sealed class RequestAbortedException : GenerateException
{
    /// <summary>An error as the client makes it, for the tests of an app that replaces <see cref="SpecClient"/>.</summary>
    /// <param name="reason">What the server tells about it.</param>
    /// <param name="partial">What had arrived.</param>
    public RequestAbortedException(FinishReason reason, PartialAnswer partial)
        : base($"The server aborted the request: {reason.Message ?? "it gave no reason"}.{Arrived(partial)}", Advise(reason), partial) => Reason = reason;

    /// <summary>What the server tells about it.</summary>
    public FinishReason Reason { get; }

    private static string Advise(FinishReason reason) => reason.StatusCode switch
    {
        400 => "The server found the request invalid once it had been queued.",
        >= 500 => "The traceback is in the server's log.",
        _ => "Nothing is to be mended where somebody aborted it by its id; otherwise the server's log says why.",
    };
}
