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

    /// <summary>The memory of its GPUs that is less free than it was before the server started, in bytes: 0 where all of it is back. More than that after ten seconds, or while others are seen to use it, is theirs as a rule. Null where it was not looked at, or can't be told.</summary>
    public long? GpuMemoryKeptBytes { get; init; }

    /// <summary>One sentence.</summary>
    /// <returns>For example <c>Stopped in 4.1 s; exit code -9; the port is free; the GPU memory is back.</c>.</returns>
    public override string ToString() => ExitCode is null
        ? "There was no process to stop."
        : string.Create(CultureInfo.InvariantCulture, $"{(WasKilled ? "Killed" : "Stopped")} in {Duration.TotalSeconds:F1} s; exit code {ExitCode}{PortState}{MemoryState}.");

    private string MemoryState => GpuMemoryKeptBytes switch
    {
        0 => "; the GPU memory is back",
        { } kept => $"; {ByteSize.Format(kept)} of GPU memory are still taken",
        null => "",
    };

    private string PortState => IsPortFree switch
    {
        true => "; the port is free",
        false => "; the port is still taken",
        null => "",
    };
}
