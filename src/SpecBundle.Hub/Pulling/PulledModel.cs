namespace SpeculativeDecoding;

/// <summary>A model in the cache, with all files that a server needs.</summary>
public sealed record PulledModel
{
    /// <summary>Its repository, as it was asked for.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit, 40 hexadecimal digits.</summary>
    public required string Commit { get; init; }

    /// <summary>The folder of the snapshot.</summary>
    public required string Folder { get; init; }

    /// <summary>The size of its files, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>What the Hub calls the repository now; null where it was not renamed, and where the Hub was not asked.</summary>
    public string? RenamedTo { get; init; }

    /// <summary>Whether the Hub was asked which commit the revision is; false where the cache alone was used.</summary>
    public bool IsConfirmedByHub { get; init; }

    /// <summary>One line for people.</summary>
    /// <returns>For example <c>org/name at 0123...: 61.5 GB in /home/me/.cache/huggingface/hub/...</c>.</returns>
    public override string ToString() => $"{Repository} at {Commit}: {ByteSize.Format(Bytes)} in {Folder}";
}
