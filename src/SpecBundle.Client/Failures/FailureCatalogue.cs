namespace SpeculativeDecoding;

/// <summary>The failures of SGLang that are known, the specific before the general.</summary>
internal static class FailureCatalogue
{
    /// <summary>Causes.</summary>
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        .. SpeculationFailures.Rows,
        .. RequestFailures.Rows,
        .. MemoryFailures.Rows,
        .. InstallationFailures.Rows,
        .. NetworkFailures.Rows,
        .. HubFailures.Rows,
        .. ModelFailures.Rows,
        .. ParallelFailures.Rows,
        .. ArgumentFailures.Rows,
    ];

    /// <summary>Ends whose cause the log does not say, the likelier before the vaguer: asked last.</summary>
    public static IReadOnlyList<FailureRow> WithoutCause { get; } = DeathFailures.Rows;
}
