using System.Globalization;

namespace SpeculativeDecoding.Embedded;

internal enum ServerLogLevel
{
    Debug,
    Info,
    Warning,
    Error,
    Critical,
}

/// <summary>
/// The log on standard error, in SGLang's form: <c>[2026-11-24 00:08:14] text</c>. Launchers read these lines, so their wording is
/// part of the protocol. The API key never gets through.
/// </summary>
internal sealed class ServerLog(TextWriter writer, ServerLogLevel least, TimeProvider time, string? secret = null)
{
    private readonly Lock _gate = new();

    public static ServerLogLevel LevelOf(string name) => Enum.Parse<ServerLogLevel>(name, ignoreCase: true);

    public bool Writes(ServerLogLevel level) => level >= least;

    public void Info(string text) => Write(ServerLogLevel.Info, text);

    public void Warning(string text) => Write(ServerLogLevel.Warning, text);

    public void Error(string text) => Write(ServerLogLevel.Error, text);

    public void Write(ServerLogLevel level, string text)
    {
        if (!Writes(level))
        {
            return;
        }

        var now = time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var line = $"[{now}] {(secret is null ? text : text.Replace(secret, Mask, StringComparison.Ordinal))}\n";
        lock (_gate)
        {
            try
            {
                writer.Write(line);
                writer.Flush();
            }
            catch (IOException)
            {
                // Nobody reads the log any more; the server goes on serving.
            }
        }
    }

    public const string Mask = "******";
}
