namespace SpeculativeDecoding;

/// <summary>How far one file is.</summary>
public readonly record struct FileProgress
{
    /// <summary>Its repository.</summary>
    public required string Repository { get; init; }

    /// <summary>Its path inside the repository.</summary>
    public required string Path { get; init; }

    /// <summary>What of it is on this machine, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Its size, in bytes.</summary>
    public long TotalBytes { get; init; }

    /// <summary>One line for people.</summary>
    /// <returns>For example <c>model-00001-of-00002.safetensors of org/name: 1.2 GB of 4.9 GB</c>.</returns>
    public override string ToString() => $"{Path} of {Repository}: {ByteSize.Format(Bytes)} of {ByteSize.Format(TotalBytes)}";
}
