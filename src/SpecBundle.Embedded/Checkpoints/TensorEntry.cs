namespace SpeculativeDecoding.Embedded;

/// <summary>Where a tensor is in a safetensors file.</summary>
/// <param name="DataType">As the header says it: BF16, F16, F32, I64, BOOL and so on.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Offset">Its first byte, from the start of the file.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record TensorEntry(string DataType, IReadOnlyList<long> Shape, long Offset, long Length)
{
    public long Elements => Shape.Aggregate(1L, (product, dimension) => product * dimension);
}
