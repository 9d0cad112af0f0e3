using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding;

/// <summary>What the launcher logs. Command lines and secrets are never among it.</summary>
internal static partial class LaunchLog
{
    public const string LauncherCategory = "SpecBundle.Launcher";
    public const string ServerCategory = "SpecBundle.Server";

    [LoggerMessage(1, LogLevel.Information, "Starting {Pair} on {Engine}, port {Port}")]
    public static partial void Starting(ILogger logger, string pair, LaunchEngine engine, int port);

    [LoggerMessage(2, LogLevel.Information, "{Pair} is ready at {Address} after {Elapsed}")]
    public static partial void Ready(ILogger logger, string pair, Uri address, TimeSpan elapsed);

    [LoggerMessage(3, LogLevel.Error, "{Pair} did not start: {Reason}")]
    public static partial void StartFailed(ILogger logger, string pair, string reason);

    [LoggerMessage(4, LogLevel.Error, "{Pair} died: {Reason}")]
    public static partial void Died(ILogger logger, string pair, string reason);

    [LoggerMessage(5, LogLevel.Information, "{Pair}: {Result}")]
    public static partial void Stopped(ILogger logger, string pair, StopResult result);

    [LoggerMessage(7, LogLevel.Warning, "{Pair}: {Note}")]
    public static partial void Note(ILogger logger, string pair, string note);

    [LoggerMessage(8, LogLevel.Warning, "{Pair} is alive, though its log has a line that reads as an end: {Line}")]
    public static partial void Refuted(ILogger logger, string pair, string? line);

    [LoggerMessage(9, LogLevel.Information, "{Pair} takes {Gpus}")]
    public static partial void Gpus(ILogger logger, string pair, string gpus);

    [LoggerMessage(6, LogLevel.Debug, "{Line}")]
    public static partial void ServerLine(ILogger logger, string line);
}
