using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The memory that one GPU needs, as a sum. Gigabytes are 10^9 bytes.</summary>
/// <param name="TensorParallelSize">GPUs that share the weights.</param>
/// <param name="GpuMemoryBytes">What the smallest of them has, in bytes.</param>
/// <param name="Terms">The terms, for each GPU.</param>
/// <param name="Unknown">What could not be counted, in words.</param>
public sealed record Sizing(int TensorParallelSize, long GpuMemoryBytes, IReadOnlyList<SizingTerm> Terms, IReadOnlyList<string> Unknown)
{
    /// <summary>The sum of the terms, in bytes.</summary>
    public long NeededBytes => Terms.Sum(term => term.Bytes);

    /// <summary>Whether the sum is within the memory.</summary>
    public bool Fits => NeededBytes <= GpuMemoryBytes;

    /// <summary>The sum in one line.</summary>
    /// <returns>For example <c>61.0 GB weights + ... = 75.6 GB of the 85.5 GB of each of 1 GPU</c>.</returns>
    public override string ToString() =>
        $"{string.Join(" + ", Terms.Select(term => $"{Gigabytes(term.Bytes)} {term.Name}"))} = {Gigabytes(NeededBytes)} " +
        $"of the {Gigabytes(GpuMemoryBytes)} of {(TensorParallelSize == 1 ? "1 GPU" : $"each of {TensorParallelSize} GPUs")}";

    internal static string Gigabytes(long bytes) => bytes is > 0 and < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
        : bytes < 100_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
