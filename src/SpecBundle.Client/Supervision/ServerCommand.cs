namespace SpeculativeDecoding;

/// <summary>What to start, with its secrets and with the GPUs that it is to hold.</summary>
internal sealed record ServerCommand(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, SecretFile? SecretFile)
{
    /// <summary>The Python that runs the watchdog, on Linux; null where none is known to be there.</summary>
    public string? WatchdogPython { get; init; }

    /// <summary>Leases taken before the start, in this order, by the watchdog that Python runs; any other takes none.</summary>
    public IReadOnlyList<GpuLeaseRequest> Leases { get; init; } = [];
}
