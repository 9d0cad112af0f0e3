namespace SpeculativeDecoding;

/// <summary>The end of a server or of a client, told once to every request: those in flight are cancelled, later ones refused.</summary>
#pragma warning disable CA1001 // Requests link to its source until the last of them has ended, and a source without a timer holds nothing.
internal sealed class ServerFate
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<Exception> _reason = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cancelled at the end.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Why it ended; null while it has not.</summary>
    public Exception? Reason => _reason.Task is { IsCompletedSuccessfully: true } ended ? ended.Result : null;

    /// <summary>Completes at the end.</summary>
    public Task Task => _reason.Task;

    /// <summary>Ends it; the first reason stays.</summary>
    public void End(Exception reason)
    {
        if (_reason.TrySetResult(reason))
        {
            _ended.Cancel();
        }
    }
}
