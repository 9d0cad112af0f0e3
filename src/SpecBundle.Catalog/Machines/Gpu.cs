namespace SpeculativeDecoding;

/// <summary>A GPU of a <see cref="LaunchMachine"/>, or the part of one that a server may use (MIG).</summary>
public sealed record Gpu
{
    private const string PartitionPrefix = "MIG-";

    /// <summary>Its number as the driver's tool (<c>nvidia-smi</c>, <c>rocm-smi</c>) shows it, whatever the environment hides. A part of a GPU has the number of the whole.</summary>
    /// <value>The default value is 0: the first.</value>
    public int Index { get; init; }

    /// <summary>Its identifier, the same in every process and after every start of the machine, for example <c>GPU-8932f937-d72c-4106-c12f-20bd9faed9f6</c>, or <c>MIG-</c> and so on for a part of one.</summary>
    /// <value>The default value is null: the driver does not say.</value>
    public string? Uuid { get; init; }

    /// <summary>Its name as the driver says it, for example <c>NVIDIA H100 80GB HBM3</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who made it, which decides the variable that chooses it.</summary>
    /// <value>The default value is <see cref="GpuVendor.Nvidia"/>.</value>
    public GpuVendor Vendor { get; init; }

    /// <summary>Its whole memory, in bytes; 0 where the driver does not say, as of GPUs that share the memory of the processor: no sum is made for these.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>What of the memory nobody uses, in bytes.</summary>
    /// <value>The default value is null: the driver does not say, and all of it counts as free.</value>
    public long? FreeMemoryBytes { get; init; }

    /// <summary>The servers of this library that hold it, in this process or another: one, or several that share it.</summary>
    /// <value>The default value is empty: none.</value>
    public IReadOnlyList<GpuHolder> Holders { get; init; } = [];

    /// <summary>The numbers of the GPUs that NVLink joins it to.</summary>
    /// <value>The default value is empty: none, or nobody looked.</value>
    public IReadOnlyList<int> NvLinks { get; init; } = [];

    /// <summary>Whether it is a part of a GPU.</summary>
    internal bool IsPartition => Uuid?.StartsWith(PartitionPrefix, StringComparison.Ordinal) == true;

    /// <summary>The identifier of the GPU that this is a part of.</summary>
    internal string? WholeUuid { get; init; }

    /// <summary>Its number among those that the runtime sees, where a variable of the runtime's own has hidden some.</summary>
    internal int? RuntimeIndex { get; init; }

    /// <summary>What is free for one more server: what the sharers have asked for is theirs, whether they have taken it yet or not.</summary>
    internal long AvailableBytes => Math.Min(FreeMemoryBytes ?? MemoryBytes, (long)(MemoryBytes * Math.Max(0, 1 - Holders.Sum(holder => holder.Share ?? 1))));

    /// <summary>Number and memory, with who holds it.</summary>
    /// <returns>For example <c>GPU 0: NVIDIA H100 80GB HBM3, 85.5 GB (84.9 GB free)</c>.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"{Label}: {Name}, {MemoryText}{(FreeMemoryBytes is { } free ? $" ({ByteSize.Format(free)} free)" : "")}") +
        (Holders.Count == 0 ? "" : $", held by {string.Join(" and ", Holders)}");

    /// <summary>Its whole memory, for reading.</summary>
    internal string MemoryText => MemoryBytes > 0 ? ByteSize.Format(MemoryBytes) : "memory unknown";

    /// <summary>What is free, for reading.</summary>
    internal string FreeText => MemoryBytes > 0 ? $"{ByteSize.Format(FreeMemoryBytes ?? MemoryBytes)} free" : MemoryText;

    /// <summary>Its number, and its identifier where that alone tells it apart.</summary>
    internal string Label => FormattableString.Invariant($"GPU {Index}{(IsPartition ? $" ({Uuid})" : "")}");
}
