using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SpeculativeDecoding.Cli;

/// <summary>A file that takes the log of servers, line by line as it comes, with what the launcher does between them. A full disk is told once; the server goes on.</summary>
internal sealed class ServerLogFile : ILoggerFactory
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file;
    private readonly LastingWriter _lines;

    public ServerLogFile(string path, Terminal terminal)
    {
        _file = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite), new UTF8Encoding(false)) { AutoFlush = true };
        _lines = new LastingWriter(_file, cause => terminal.Error.WriteLine($"specbundle: The log {path} can't be written ({cause}): it ends here, and the server goes on."));
    }

    public ILogger CreateLogger(string categoryName) => categoryName switch
    {
        LaunchLog.ServerCategory => new Lines(this, ""),
        LaunchLog.LauncherCategory => new Lines(this, "# "),
        _ => NullLogger.Instance,
    };

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
                // What could not be written was told.
            }
        }
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            _lines.WriteLine(line);
        }
    }

    private sealed class Lines(ServerLogFile file, string mark) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            file.Write(mark + formatter(state, exception));
    }
}
