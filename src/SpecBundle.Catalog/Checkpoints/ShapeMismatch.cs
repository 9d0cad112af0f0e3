namespace SpeculativeDecoding;

/// <summary>A tensor whose shape is not the one that the configuration asks for.</summary>
/// <param name="File">The file it is in.</param>
/// <param name="Tensor">The tensor.</param>
/// <param name="Sides">What the configuration asks for.</param>
/// <param name="Side">The number of the first side that differs.</param>
/// <param name="Count">How many tensors of the checkpoint differ.</param>
internal sealed record ShapeMismatch(string File, SafetensorsTensor Tensor, IReadOnlyList<TensorSide> Sides, int Side, int Count)
{
    public long Found => Tensor.Shape[Side];

    public long Expected => Sides[Side].Size!.Value;

    /// <summary>What is said after the name of the checkpoint.</summary>
    public string Sentence =>
        $"{Tensor.Name} in {Printable.Name(File)} is {string.Join(" x ", Tensor.Shape)}, and its config.json asks for {Expected} ({Sides[Side].Meaning}) where {Found} stands"
        + (Count > 1 ? FormattableString.Invariant($"; {Count - 1:N0} more tensors do not fit either") : "");
}
