using System.Threading.Channels;

namespace SpeculativeDecoding;

/// <summary>
/// Calls what the app gave us, its progress and its loggers, in order and one after another, but never on the way of
/// supervision: one of theirs that blocks would stop the reading of a server's log, and the server then blocks on a full pipe.
/// </summary>
internal sealed class AppCalls
{
    // Of an app that is so far behind, the oldest calls are left out.
    private const int Capacity = 10_000;
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(1);
    private readonly Channel<Action> _calls = Channel.CreateBounded<Action>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public AppCalls() => _ = Task.Run(RunAsync);

    public void Post(Action call) => _calls.Writer.TryWrite(call);

    /// <summary>Ends when what was posted before has been called, or when the app takes too long for it.</summary>
    public Task FlushAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(done.SetResult);
        return Task.WhenAny(done.Task, Task.Delay(FlushLimit, TimeProvider.System));
    }

    /// <summary>Nothing more will be posted: what was, is still called.</summary>
    public Task CompleteAsync()
    {
        var flushed = FlushAsync();
        _calls.Writer.TryComplete();
        return flushed;
    }

    private async Task RunAsync()
    {
        await foreach (var call in _calls.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            AppCode.Call(call);
        }
    }
}
