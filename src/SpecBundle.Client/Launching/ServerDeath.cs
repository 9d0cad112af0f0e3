using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding;

/// <summary>The end that nobody asked for: told once, with its diagnosis, to the server object and to every request in flight.</summary>
internal sealed class ServerDeath
{
    private readonly TaskCompletionSource<ServerDiedException> _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerWatch _watch;
    private readonly string _pair;
    private readonly ILogger _logger;
    private volatile bool _expected;

    public ServerDeath(ServerWatch watch, string pair, ILogger logger)
    {
        (_watch, _pair, _logger) = (watch, pair, logger);
        _ = WatchAsync();
        ForClient = AsException();
    }

    public Task<ServerDiedException> Task => _died.Task;

    public Task<Exception> ForClient { get; }

    /// <summary>From now on an end is what was asked for.</summary>
    public void Expect() => _expected = true;

    private async Task WatchAsync()
    {
        await _watch.EndAsync().ConfigureAwait(false);
        if (_expected)
        {
            return;
        }

        var (exitCode, cause, fatalLine) = _watch.Diagnose();
        var message = $"The server of {_pair} died: {(cause?.Summary ?? fatalLine ?? $"exit code {exitCode}").TrimEnd('.')}.";
        LaunchLog.Died(_logger, _pair, message);
        _died.TrySetResult(new ServerDiedException(message, exitCode, cause, _watch.LogTail));

        // It may live on for a minute without serving, and would keep the GPU for as long.
        await _watch.Process.StopAsync(TimeSpan.Zero).ConfigureAwait(false);
    }

    private async Task<Exception> AsException() => await _died.Task.ConfigureAwait(false);
}
