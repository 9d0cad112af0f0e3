namespace SpeculativeDecoding;

/// <summary>A file of a repository at one commit.</summary>
/// <param name="Path">Its path inside the repository, with slashes.</param>
/// <param name="Size">Its size, in bytes.</param>
/// <param name="Hash">The name of its blob: SHA-256 of a large file, git's SHA-1 of a small one.</param>
/// <param name="IsLarge">Whether it is kept outside git (LFS or Xet), and so is served by another host.</param>
/// <param name="IsXet">Whether it is kept in Xet storage. Plain HTTP reaches it all the same.</param>
internal sealed record HubFile(string Path, long Size, string Hash, bool IsLarge, bool IsXet)
{
    /// <summary>Above what the Hub stores in one file, in bytes: sums of such sizes are numbers yet.</summary>
    public const long Largest = 5_000_000_000_000;

    public bool HasSha256 => Hash.Length == 64 && Hash.All(char.IsAsciiHexDigitLower);

    public bool HasGitHash => Hash.Length == 40 && Hash.All(char.IsAsciiHexDigitLower);

    /// <summary>Why it can't be in the cache of this machine; null where it can. A repository may have such files beside those that are needed.</summary>
    public string? Objection =>
        SafePath.Objection(Path) is { } name ? name
        : Size is < 0 or > Largest ? "its size is none that a file can have"
        : SafePath.IsBlobName(Hash) ? null : "its hash can't be the name of a file";
}
