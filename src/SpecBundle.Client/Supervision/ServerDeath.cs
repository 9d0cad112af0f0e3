using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding;

/// <summary>The end that nobody asked for: told once, with its diagnosis, to the server object and to every request in flight.</summary>
internal sealed class ServerDeath
{
    private readonly TaskCompletionSource<ServerDiedException> _died = new();
    private readonly ServerWatch _watch;
    private readonly string _pair;
    private readonly ILogger _logger;
    private readonly ServerFate _fate;
    private readonly VitalSigns _signs;
    private volatile bool _expected;

    /// <summary>Of a server that is ready.</summary>
    /// <param name="watch">The server's.</param>
    /// <param name="pair">The pair's id.</param>
    /// <param name="fate">The client's: its requests hear of the death.</param>
    /// <param name="signs">Tell a death from a line that reads like one.</param>
    /// <param name="logger">Where it is told.</param>
    public ServerDeath(ServerWatch watch, string pair, ServerFate fate, VitalSigns signs, ILogger logger)
    {
        (_watch, _pair, _fate, _signs, _logger) = (watch, pair, fate, signs, logger);
        _ = WatchAsync();
    }

    public Task<ServerDiedException> Task => _died.Task;

    /// <summary>From now on an end is what was asked for.</summary>
    public void Expect() => _expected = true;

    private async Task WatchAsync()
    {
        while (await _watch.EndOrSuspicionAsync().ConfigureAwait(false) && await _signs.AreGoodAsync().ConfigureAwait(false))
        {
            LaunchLog.Refuted(_logger, _pair, _watch.Refute());
        }

        if (_expected)
        {
            return;
        }

        var (exitCode, cause, fatalLine) = _watch.Diagnose();
        var message = $"The server of {_pair} died: {(cause?.Summary ?? fatalLine ?? (exitCode == -9 ? "exit code -9, killed by somebody, or by the kernel because memory ran out" : $"exit code {exitCode}")).TrimEnd('.')}.";
        LaunchLog.Died(_logger, _pair, message);
        var death = new ServerDiedException(message, exitCode, cause, _watch.LogTail);
        // The server object first: whose request hears of it finds the state changed.
        _died.TrySetResult(death);
        _fate.End(death);

        // It may live on for a minute without serving, and would keep the GPU for as long.
        await _watch.Process.StopAsync(TimeSpan.Zero).ConfigureAwait(false);
    }
}
