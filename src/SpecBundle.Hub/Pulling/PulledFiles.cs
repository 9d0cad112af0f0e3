namespace SpeculativeDecoding;

/// <summary>Chosen files of a repository, on this machine.</summary>
public sealed record PulledFiles
{
    /// <summary>The repository, as it was asked for.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit, 40 hexadecimal digits.</summary>
    public required string Commit { get; init; }

    /// <summary>The folder of the snapshot. It may hold more files than those chosen.</summary>
    public required string Folder { get; init; }

    /// <summary>The chosen files, as whole paths, in the order in which they were chosen.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>What came over the network, in bytes; 0 where the cache had all of it.</summary>
    public long DownloadedBytes { get; init; }

    /// <summary>Whether the Hub was asked which commit the revision is; false where the cache alone was used.</summary>
    public bool IsConfirmedByHub { get; init; }

    /// <summary>What to know, for example that the files come from the cache because the Hub could not be asked.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>One line for people.</summary>
    /// <returns>For example <c>2 files of org/name at 0123... in /home/me/.cache/huggingface/hub/...</c>.</returns>
    public override string ToString() => $"{Paths.Count} {(Paths.Count == 1 ? "file" : "files")} of {Repository} at {Commit} in {Folder}";
}
