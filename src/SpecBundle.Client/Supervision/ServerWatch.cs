using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SpeculativeDecoding;

/// <summary>A server process with the reading of its log: what it says of its start, its limits, and its end.</summary>
internal sealed partial class ServerWatch : IAsyncDisposable
{
    // A cause may be far above the last lines: usage text alone is hundreds of lines.
    private const int DiagnosedLines = 2_000;

    // The lines that tell the cause come within this time of the one that announces the end.
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(500);
    private readonly StartUpReader _reader = new();
    private readonly LogTail _tail;
    private readonly Lock _lock = new();
    private readonly AppCalls _calls = new();
    private readonly ILogger _logger;
    private readonly SecretMask _mask;
    private readonly Action<StartUpStep> _onStep;
    private readonly TimeProvider _time;
    private readonly int _tailLines;
    private readonly TaskCompletionSource _fatal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StartClock _clock;
    private TaskCompletionSource _suspicion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastBatch;

    private ServerWatch(LaunchOptions options, SecretMask mask, Action<StartUpStep> onStep)
    {
        (_mask, _onStep, _time, _tailLines) = (mask, onStep, options.TimeProvider, options.LogTailLines);
        _logger = new QueuedLogger(new AppLogger(options.LoggerFactory?.CreateLogger(LaunchLog.ServerCategory) ?? NullLogger.Instance), _calls);
        _tail = new LogTail(Math.Max(DiagnosedLines, _tailLines));
        _clock = new StartClock(options);
    }

    [GeneratedRegex(@"^\[[^\]]+\] (?:Prefill|Decode) batch[,.]", RegexOptions.CultureInvariant)]
    private static partial Regex Batch { get; }

    public ServerProcess Process { get; private set; } = null!;

    public LaunchPhase Phase => Locked(() => _reader.Phase);

    /// <summary>It could not bind its port.</summary>
    public bool IsPortRefused => Locked(() => _reader.FatalLine is { } line && FatalLines.IsPortRefused(line));

    public ServerLimits? Limits => Locked(() => _reader.Limits);

    public IReadOnlyList<string> LogTail => _tail.Last(_tailLines);

    public static ServerWatch Start(ServerCommand command, LaunchOptions options, SecretMask mask, Action<StartUpStep> onStep)
    {
        var watch = new ServerWatch(options, mask, onStep);
        watch.Process = ServerProcess.Start(command, watch.Read);
        return watch;
    }

    /// <summary>Of a start: completes when the server has ended, or has said that it will. The latter may live on for a minute or for ever.</summary>
    public async Task EndAsync()
    {
        var first = await Task.WhenAny(Process.Exited, _fatal.Task).ConfigureAwait(false);
        if (first == _fatal.Task)
        {
            await SettleAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Of a server that was ready: completes when it has ended, or when a line reads as if it will. Whoever sends requests has a hand in the log, so that such a line proves nothing.</summary>
    /// <returns>Whether it is a suspicion alone.</returns>
    public async Task<bool> EndOrSuspicionAsync()
    {
        var suspicion = Locked(() => _suspicion.Task);
        return await Task.WhenAny(Process.Exited, suspicion).ConfigureAwait(false) == suspicion;
    }

    /// <summary>The end that was announced did not come.</summary>
    /// <returns>The line that announced it.</returns>
    public string? Refute() => Locked(() =>
    {
        var line = _reader.SuspectLine;
        _reader.Refute();
        _suspicion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return line;
    });

    /// <summary>Gives the exit, or the lines that tell its cause, a moment to come.</summary>
    public Task SettleAsync() => Task.WhenAny(Process.Exited, Task.Delay(SettleTime, _time));

    /// <summary>Whether the server has logged a batch of requests since then: it computes, however long a new request has to wait.</summary>
    public bool HasWorkedSince(long timestamp) => Volatile.Read(ref _lastBatch) > timestamp;

    /// <summary>Completes when a start has reached one of its limits.</summary>
    public Task<BrokenLimit> LimitAsync(CancellationToken cancellationToken) => _clock.BrokenAsync(cancellationToken);

    /// <summary>What is known of the end: the exit code, the first cause, its line.</summary>
    public (int? ExitCode, ServerFailure? Cause, string? FatalLine) Diagnose()
    {
        if (Process.Refusal is { } refusal)
        {
            // There was no server whose exit code or log could tell anything.
            return (null, refusal, null);
        }

        var exitCode = Process.Exited.IsCompletedSuccessfully ? Process.Exited.Result : (int?)null;
        return (exitCode, new FailureSearch(_tail.Last(DiagnosedLines), exitCode).Find(), Locked(() => _reader.FatalLine));
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync().ConfigureAwait(false);
        await _calls.CompleteAsync().ConfigureAwait(false);
    }

    private void Read(string line)
    {
        line = Printable.Lines(_mask.Apply(line));
        KeepInTail(line);
        LaunchLog.ServerLine(_logger, line);
        StartUpStep? step;
        lock (_lock)
        {
            step = _reader.Read(line);
            _clock.Note(_reader.Sign);
            if (_reader.FatalLine is not null)
            {
                _fatal.TrySetResult();
            }

            if (_reader.SuspectLine is not null)
            {
                _suspicion.TrySetResult();
            }
        }

        if (Batch.IsMatch(line))
        {
            Volatile.Write(ref _lastBatch, _time.GetTimestamp());
        }

        if (step is not null)
        {
            _onStep(step);
        }
    }

    /// <summary>Our own polls would push the lines that tell the cause of a slow start out of it.</summary>
    private void KeepInTail(string line)
    {
        if (Locked(() => _reader.IsReady) || !LifeSigns.IsRequest(line))
        {
            _tail.Add(line);
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
