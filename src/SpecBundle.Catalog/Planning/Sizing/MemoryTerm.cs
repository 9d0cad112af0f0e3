namespace SpeculativeDecoding;

/// <summary>A term of a <see cref="MemorySizing"/>.</summary>
public sealed record MemoryTerm
{
    /// <summary>What the memory is for, for example <c>weights</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How much of it one GPU needs, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>How it was computed, in words.</summary>
    public required string Origin { get; init; }

    /// <summary>Amount and name.</summary>
    /// <returns>For example <c>61.0 GB weights</c>.</returns>
    public override string ToString() => $"{ByteSize.Format(Bytes)} {Name}";
}
