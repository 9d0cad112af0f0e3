using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>How a server ended when it was stopped.</summary>
/// <param name="ExitCode">The exit code, negative for a signal: -9 is how SGLang ends itself after SIGTERM. Null where there was no process to stop.</param>
/// <param name="WasKilled">Whether the grace ran out and SIGKILL ended it.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="IsPortFree">Whether the port can be bound again; null where that was not tried.</param>
public sealed record StopResult(int? ExitCode, bool WasKilled, TimeSpan Duration, bool? IsPortFree)
{
    /// <summary>One sentence.</summary>
    /// <returns>For example <c>Stopped in 4.1 s; exit code -9; the port is free.</c>.</returns>
    public override string ToString() => ExitCode is null
        ? "There was no process to stop."
        : string.Create(CultureInfo.InvariantCulture, $"{(WasKilled ? "Killed" : "Stopped")} in {Duration.TotalSeconds:F1} s; exit code {ExitCode}{PortState}.");

    private string PortState => IsPortFree switch
    {
        true => "; the port is free",
        false => "; the port is still taken",
        null => "",
    };
}
