using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding.Tests;

/// <summary>Hears each line of a server's log as the launcher does, and when it first came.</summary>
internal sealed class ServerLines(string telling) : ILoggerFactory, ILogger
{
    private readonly TaskCompletionSource<long> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsHeard => _heard.Task.IsCompleted;

    /// <summary>Time since the telling line came.</summary>
    public async Task<TimeSpan> SinceAsync() => Stopwatch.GetElapsedTime(await _heard.Task);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (formatter(state, exception).Contains(telling, StringComparison.Ordinal))
        {
            _heard.TrySetResult(Stopwatch.GetTimestamp());
        }
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
