namespace SpeculativeDecoding;

/// <summary>The failures of SGLang that are known, the specific before the general.</summary>
internal static class FailureCatalogue
{
    /// <summary>Causes and symptoms.</summary>
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        .. SpeculationFailures.Rows,
        .. RocmFailures.Rows,
        .. QuantizationFailures.Rows,
        .. PackageFailures.Rows,
        .. DriverFailures.Rows,
        .. CompilerFailures.Rows,
        .. MemoryFailures.Rows,
        .. BackendFailures.Rows,
        .. ParallelFailures.Rows,
        .. TransportFailures.Rows,
        .. RequestFailures.Rows,
        .. NetworkFailures.Rows,
        .. HubFailures.Rows,
        .. InternalFailures.Rows,
        .. ModelFailures.Rows,
        .. ArgumentFailures.Rows,
        .. CrashFailures.Rows,
        .. CodeFailures.Rows,
    ];

    /// <summary>Ends whose cause the log does not say, the likelier before the vaguer: asked last.</summary>
    public static IReadOnlyList<FailureRow> WithoutCause { get; } = DeathFailures.Rows;
}
