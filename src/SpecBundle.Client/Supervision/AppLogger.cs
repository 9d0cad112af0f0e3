using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding;

/// <summary>A logger of the app's that harms nobody: what it throws ends neither an answer nor the supervision of a server.</summary>
internal sealed class AppLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel)
    {
        var isEnabled = false;
        AppCode.Call(() => isEnabled = inner.IsEnabled(logLevel));
        return isEnabled;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        AppCode.Call(() => inner.Log(logLevel, eventId, state, exception, formatter));
}
