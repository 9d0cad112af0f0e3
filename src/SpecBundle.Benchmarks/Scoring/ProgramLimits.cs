namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a program may use before it is ended.</summary>
public sealed record ProgramLimits
{
    /// <summary>Time by the clock. Default: 10 seconds.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Address space of one process and resident memory of all together, in bytes. Default: 1 GiB.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Processes and threads alive at once. Default: 32.</summary>
    public int Processes { get; init; } = 32;

    /// <summary>Files it may write, in memory, all together, in bytes. Default: 32 MiB.</summary>
    public long FileBytes { get; init; } = 32L << 20;

    /// <summary>Files open at once. Default: 64.</summary>
    public int OpenFiles { get; init; } = 64;

    /// <summary>Characters of each of its two outputs that are kept; the rest is thrown away. Default: 65,536.</summary>
    public int OutputCharacters { get; init; } = 65_536;
}
