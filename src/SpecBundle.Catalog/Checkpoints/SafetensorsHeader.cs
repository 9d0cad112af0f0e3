using System.Buffers.Binary;

namespace SpeculativeDecoding;

/// <summary>The header of a safetensors file: eight bytes with its length, then JSON that names each tensor with type, shape and place.</summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsTensor> Tensors)
{
    /// <summary>The bytes before the JSON.</summary>
    public const int PrefixBytes = 8;

    // The format's own limit.
    private const ulong LongestJson = 100_000_000;

    /// <summary>The length of the JSON, judged by the first bytes of the file.</summary>
    /// <param name="start">The first bytes: eight, or all of a shorter file; more show a pointer of Git LFS.</param>
    /// <param name="fileBytes">The length of the whole file.</param>
    public static (int Length, HeaderFault? Fault) LengthOf(ReadOnlySpan<byte> start, long fileBytes)
    {
        if (IsLfsPointer(start))
        {
            return (0, new(CheckpointProblemKind.LfsPointer, "is a pointer of Git LFS, not the weights") { Found = fileBytes });
        }

        if (fileBytes < PrefixBytes || start.Length < PrefixBytes)
        {
            return (0, HeaderFault.TooShort(fileBytes));
        }

        // Text gives a number here that is far beyond the limit.
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        return length > LongestJson && WeightText.BeginningOf(start) is { } text ? (0, HeaderFault.Text(text))
            : length > LongestJson ? (0, HeaderFault.Unreadable(FormattableString.Invariant($"its header would be {length:N0} bytes long")))
            : PrefixBytes + (long)length > fileBytes ? (0, HeaderFault.Length(fileBytes, PrefixBytes + (long)length))
            : ((int)length, null);
    }

    /// <summary>Whether a file begins as the text that Git keeps in the place of a large one.</summary>
    public static bool IsLfsPointer(ReadOnlySpan<byte> start) => start.StartsWith("version https://git-lfs"u8);

    /// <summary>Reads the JSON, and compares what it describes with the length of the file, as the format's own reader does.</summary>
    public static (SafetensorsHeader? Value, HeaderFault? Fault) Parse(ReadOnlySpan<byte> json, long fileBytes)
    {
        var (tensors, objection) = SafetensorsReader.Read(json);
        if (tensors is null)
        {
            return (null, HeaderFault.Unreadable(objection!));
        }

        if (tensors.Count == 0)
        {
            return (null, new(CheckpointProblemKind.WeightsMissing, "holds no tensors"));
        }

        var end = 0L;
        foreach (var tensor in InOrder(tensors))
        {
            if (tensor.Begin != end || tensor.End < tensor.Begin)
            {
                return (null, HeaderFault.Unreadable($"the bytes of {Printable.Name(tensor.Name)} overlap with others or leave a gap"));
            }

            if (tensor.ShapeBytes is { } bytes && bytes != tensor.End - tensor.Begin)
            {
                return (null, HeaderFault.Unreadable(FormattableString.Invariant($"{Printable.Name(tensor.Name)} has {tensor.End - tensor.Begin:N0} bytes, and its shape asks for {bytes:N0}")));
            }

            end = tensor.End;
        }

        var expected = PrefixBytes + json.Length + (decimal)end;
        return expected == fileBytes ? (new(tensors), null) : (new(tensors), HeaderFault.Length(fileBytes, (long)Math.Min(expected, long.MaxValue)));
    }

    /// <summary>By place: most writers have them in this order already.</summary>
    private static IEnumerable<SafetensorsTensor> InOrder(IReadOnlyList<SafetensorsTensor> tensors)
    {
        for (var index = 1; index < tensors.Count; index++)
        {
            if ((tensors[index].Begin, tensors[index].End).CompareTo((tensors[index - 1].Begin, tensors[index - 1].End)) < 0)
            {
                return tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End);
            }
        }

        return tensors;
    }
}
