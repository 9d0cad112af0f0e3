using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SpeculativeDecoding;

/// <summary>A server process with the reading of its log: what it says of its start, its limits, and its end.</summary>
internal sealed class ServerWatch : IAsyncDisposable
{
    // A cause may be far above the last lines: usage text alone is hundreds of lines.
    private const int DiagnosedLines = 2_000;

    // The lines that tell the cause come within this time of the one that announces the end.
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(500);
    private readonly StartUpReader _reader = new();
    private readonly LogTail _tail;
    private readonly Lock _lock = new();
    private readonly ILogger _logger;
    private readonly SecretMask _mask;
    private readonly Action<StartUpStep> _onStep;
    private readonly TimeProvider _time;
    private readonly int _tailLines;
    private readonly TaskCompletionSource _fatal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastLine;

    private ServerWatch(LaunchOptions options, SecretMask mask, Action<StartUpStep> onStep)
    {
        (_mask, _onStep, _time, _tailLines) = (mask, onStep, options.TimeProvider, options.LogTailLines);
        _logger = new AppLogger(options.LoggerFactory?.CreateLogger(LaunchLog.ServerCategory) ?? NullLogger.Instance);
        _tail = new LogTail(Math.Max(DiagnosedLines, _tailLines));
        _lastLine = _time.GetTimestamp();
    }

    public ServerProcess Process { get; private set; } = null!;

    public LaunchPhase Phase => Locked(() => _reader.Phase);

    public ServerLimits? Limits => Locked(() => _reader.Limits);

    public IReadOnlyList<string> LogTail => _tail.Last(_tailLines);

    public static ServerWatch Start(ServerCommand command, LaunchOptions options, SecretMask mask, Action<StartUpStep> onStep)
    {
        var watch = new ServerWatch(options, mask, onStep);
        watch.Process = ServerProcess.Start(command, watch.Read);
        return watch;
    }

    /// <summary>Completes when the server has ended, or has said that it will: the latter may live on for a minute or for ever.</summary>
    public async Task EndAsync()
    {
        var first = await Task.WhenAny(Process.Exited, _fatal.Task).ConfigureAwait(false);
        if (first == _fatal.Task)
        {
            await Task.WhenAny(Process.Exited, Task.Delay(SettleTime, _time)).ConfigureAwait(false);
        }
    }

    /// <summary>Completes when the server has said nothing for that long.</summary>
    public async Task SilenceAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (TimeLimit.IsInfinite(limit))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken).ConfigureAwait(false);
        }

        while (limit - _time.GetElapsedTime(Volatile.Read(ref _lastLine)) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is known of the end: the exit code, the first cause, its line.</summary>
    public (int? ExitCode, ServerFailure? Cause, string? FatalLine) Diagnose()
    {
        var exitCode = Process.Exited.IsCompletedSuccessfully ? Process.Exited.Result : (int?)null;
        return (exitCode, new FailureSearch(_tail.Last(DiagnosedLines), exitCode).Find(), Locked(() => _reader.FatalLine));
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private void Read(string line)
    {
        line = _mask.Apply(line);
        Volatile.Write(ref _lastLine, _time.GetTimestamp());
        _tail.Add(line);
        LaunchLog.ServerLine(_logger, line);
        StartUpStep? step;
        lock (_lock)
        {
            step = _reader.Read(line);
            if (_reader.FatalLine is not null)
            {
                _fatal.TrySetResult();
            }
        }

        if (step is not null)
        {
            _onStep(step);
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
