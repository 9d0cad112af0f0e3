namespace SpeculativeDecoding.Tests;

/// <summary>A tensor of a checkpoint that a test makes up.</summary>
internal sealed record SyntheticTensor(string Name, string DataType, params long[] Shape)
{
    public long Bytes => Shape.Aggregate(DataType switch { "F32" or "I32" => 4L, "I64" => 8L, "BF16" or "F16" => 2L, _ => 1L }, (product, side) => product * side);
}
