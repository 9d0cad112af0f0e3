using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.StandIn;

/// <summary>
/// Standard error as SGLang writes it, and what a server says beside its recording. STANDIN_ACCESS: a line for each request,
/// as uvicorn logs them. STANDIN_ECHO: the text of each prompt as it came, line breaks and all. STANDIN_CHATTER: a message
/// that is said every 20 ms while the log is held; <c>{number}</c> and <c>{word}</c> in it are others each time.
/// </summary>
internal sealed class ServerOutput
{
    private readonly Stream _error = Console.OpenStandardError();
    private readonly Lock _lock = new();
    private readonly bool _logsRequests = Environment.GetEnvironmentVariable("STANDIN_ACCESS") is not null;
    private readonly bool _echoes = Environment.GetEnvironmentVariable("STANDIN_ECHO") is not null;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _error.Write(bytes);
            _error.Flush();
        }
    }

    public void Say(string message) => Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss}] {message}\n")));

    public void Request(string line, string status)
    {
        if (_logsRequests)
        {
            Say($"INFO:     127.0.0.1:{Random.Shared.Next(30_000, 60_000)} - \"{line}\" {status}");
        }
    }

    public void Prompt(string text)
    {
        if (_echoes)
        {
            Say($"Receive: text={text}");
        }
    }

    public async Task ChatterAsync(Task until)
    {
        for (var number = 1; Environment.GetEnvironmentVariable("STANDIN_CHATTER") is { } message && !until.IsCompleted; number++)
        {
            Say(message.Replace("{number}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("{word}", Word(number), StringComparison.Ordinal));
            await Task.Delay(20).ConfigureAwait(false);
        }
    }

    /// <summary>In letters alone: another each time, and no number.</summary>
    private static string Word(int number)
    {
        const int Letters = 20;
        return number == 0 ? "" : Word(number / Letters) + (char)('g' + (number % Letters));
    }
}
