namespace SpeculativeDecoding;

/// <summary>A model in the cache.</summary>
/// <param name="Repository">Its repository, as it was asked for.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Folder">The folder of the snapshot, with all files a server needs.</param>
/// <param name="Bytes">The size of these files, in bytes.</param>
public sealed record PulledModel(string Repository, string Commit, string Folder, long Bytes)
{
    /// <summary>What the Hub calls the repository now; null where it was not renamed, and where the Hub was not asked.</summary>
    public string? RenamedTo { get; init; }

    /// <summary>Whether the Hub was asked; false where the cache alone was used.</summary>
    public bool IsFresh { get; init; }
}
