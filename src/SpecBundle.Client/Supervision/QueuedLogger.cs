using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding;

/// <summary>A logger of the app's that supervision does not wait for.</summary>
internal sealed class QueuedLogger(ILogger inner, AppCalls calls) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        calls.Post(() => inner.Log(logLevel, eventId, state, exception, formatter));
}
