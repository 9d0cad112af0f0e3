namespace SpeculativeDecoding;

/// <summary>The shapes that a configuration asks for, by the part that a tensor plays. A tensor that is not in it is left alone.</summary>
/// <param name="Sides">The sides of each part.</param>
/// <param name="IsCertain">Whether a server of this model class refuses other shapes; else they may have a reason that is not known here.</param>
internal sealed record ShapeTable(Dictionary<string, IReadOnlyList<TensorSide>> Sides, bool IsCertain)
{
    // No part has a longer name.
    private const int LongestName = 256;

    /// <summary>The first tensor that does not fit, and how many do not.</summary>
    public ShapeMismatch? FirstMismatch(IEnumerable<WeightFile> files)
    {
        ShapeMismatch? first = null;
        Span<char> part = stackalloc char[LongestName];
        var parts = Sides.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var file in files)
        {
            foreach (var tensor in file.Header?.Tensors ?? [])
            {
                // Maps are whole numbers; weights that are packed have shapes of their own.
                if (tensor.Name.Length <= LongestName && (tensor.IsPlain || tensor.Name is "d2t" or "t2d")
                    && parts.TryGetValue(TensorName.PartOf(tensor.Name, part), out var sides) && Side(tensor, sides) is var side and >= 0)
                {
                    first = first is null ? new(file.Name, tensor, sides, side, 1) : first with { Count = first.Count + 1 };
                }
            }
        }

        return first;
    }

    /// <summary>The number of the first side that differs; -1 where none does, or the tensor has another number of sides and so is another thing.</summary>
    private static int Side(SafetensorsTensor tensor, IReadOnlyList<TensorSide> sides)
    {
        if (tensor.Shape.Count != sides.Count)
        {
            return -1;
        }

        for (var index = 0; index < sides.Count; index++)
        {
            if (sides[index].Size is { } size && size != tensor.Shape[index])
            {
                return index;
            }
        }

        return -1;
    }
}
