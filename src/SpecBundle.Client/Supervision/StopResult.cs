using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>How a server ended when it was stopped.</summary>
public sealed record StopResult
{
    /// <summary>The exit code, negative for a signal: -9 is how SGLang ends itself after SIGTERM. Null where there was no process to stop.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether the grace ran out and SIGKILL ended it.</summary>
    public bool WasKilled { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether the port can be bound again; null where that was not tried.</summary>
    public bool? IsPortFree { get; init; }

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
