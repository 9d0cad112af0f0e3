namespace SpeculativeDecoding;

/// <summary>How and why a server is no longer there for this app.</summary>
public sealed record ServerExit
{
    /// <summary><see cref="ServerState.Stopped"/>, <see cref="ServerState.Died"/> or <see cref="ServerState.Lost"/>.</summary>
    public ServerState State { get; init; }

    /// <summary>How the stop went; null where nobody stopped it.</summary>
    public StopResult? Stop { get; init; }

    /// <summary>Why it ended: a <see cref="ServerDiedException"/> with the diagnosis, or a <see cref="ServerUnreachableException"/>; null for an orderly stop.</summary>
    public SpecBundleException? Error { get; init; }

    /// <summary>One sentence.</summary>
    /// <returns>For example <c>Stopped in 0.4 s; exit code 0; the port is free.</c>.</returns>
    public override string ToString() => Error?.Message ?? (Stop?.ExitCode is null ? "The server was let go, and lives on." : Stop.ToString());
}
