namespace SpeculativeDecoding;

/// <summary>A model that a pull would bring.</summary>
public sealed record PlannedModel
{
    /// <summary>Its repository, as it was asked for.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit of the revision, 40 hexadecimal digits.</summary>
    public required string Commit { get; init; }

    /// <summary>How many files a server needs.</summary>
    public int FileCount { get; init; }

    /// <summary>The size of these files, in bytes.</summary>
    public long TotalBytes { get; init; }

    /// <summary>What the cache lacks of them, in bytes.</summary>
    public long MissingBytes { get; init; }

    /// <summary>What the Hub calls the repository now; null where it was not renamed, and where the Hub was not asked.</summary>
    public string? RenamedTo { get; init; }

    /// <summary>Whether a license had to be accepted; null where the Hub does not say, or was not asked.</summary>
    public bool? IsGated { get; init; }

    /// <summary>How many of the files are kept in Xet storage, which plain HTTP reaches too.</summary>
    public int XetFileCount { get; init; }

    /// <summary>One line for people.</summary>
    /// <returns>For example <c>org/name at 0123...: 61.5 GB in 17 files, 4.9 GB to download</c>.</returns>
    public override string ToString() => $"{Repository} at {Commit}: {ByteSize.Format(TotalBytes)} in {FileCount} files, {ByteSize.Format(MissingBytes)} to download";
}
