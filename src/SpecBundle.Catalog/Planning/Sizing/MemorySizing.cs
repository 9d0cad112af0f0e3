namespace SpeculativeDecoding;

/// <summary>The memory that each GPU needs to serve a pair, as a sum.</summary>
public sealed record MemorySizing
{
    /// <summary>GPUs that share the weights.</summary>
    public required int TensorParallelSize { get; init; }

    /// <summary>What the smallest of them has, in bytes.</summary>
    public required long GpuMemoryBytes { get; init; }

    /// <summary>The terms of the sum, each for one GPU.</summary>
    public required IReadOnlyList<MemoryTerm> Terms { get; init; }

    /// <summary>What could not be counted, a sentence each.</summary>
    /// <value>The default value is empty: everything is in the sum.</value>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>The sum of the terms, in bytes.</summary>
    public long NeededBytes => Terms.Sum(term => term.Bytes);

    /// <summary>Whether the sum is within the memory.</summary>
    public bool Fits => NeededBytes <= GpuMemoryBytes;

    /// <summary>The sum in one line. A gigabyte is 10^9 bytes.</summary>
    /// <returns>For example <c>61.0 GB weights + 14.1 GB kept free = 75.1 GB of the 85.5 GB of 1 GPU</c>.</returns>
    public override string ToString() =>
        $"{string.Join(" + ", Terms.Select(term => $"{ByteSize.Format(term.Bytes)} {term.Name}"))} = {ByteSize.Format(NeededBytes)} " +
        $"of the {ByteSize.Format(GpuMemoryBytes)} of {(TensorParallelSize == 1 ? "1 GPU" : $"each of {TensorParallelSize} GPUs")}";
}
