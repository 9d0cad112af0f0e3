namespace SpeculativeDecoding;

/// <summary>A GPU of a <see cref="LaunchMachine"/>.</summary>
public sealed record Gpu
{
    /// <summary>Its number among the GPUs that the server may use.</summary>
    /// <value>The default value is 0: the first.</value>
    public int Index { get; init; }

    /// <summary>Its name as the driver says it, for example <c>NVIDIA H100 80GB HBM3</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its whole memory, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>What of the memory nobody uses, in bytes.</summary>
    /// <value>The default value is null: the driver does not say, and all of it counts as free.</value>
    public long? FreeMemoryBytes { get; init; }

    /// <summary>Number, name and memory.</summary>
    /// <returns>For example <c>GPU 0: NVIDIA H100 80GB HBM3, 85.5 GB (84.9 GB free)</c>.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"GPU {Index}: {Name}, {ByteSize.Format(MemoryBytes)}{(FreeMemoryBytes is { } free ? $" ({ByteSize.Format(free)} free)" : "")}");
}
