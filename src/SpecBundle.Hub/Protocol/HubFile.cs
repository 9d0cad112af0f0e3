namespace SpeculativeDecoding;

/// <summary>A file of a repository at one commit.</summary>
/// <param name="Path">Its path inside the repository, with slashes.</param>
/// <param name="Size">Its size, in bytes.</param>
/// <param name="Hash">The name of its blob: SHA-256 of a large file, git's SHA-1 of a small one.</param>
/// <param name="IsLarge">Whether it is kept outside git (LFS or Xet), and so is served by another host.</param>
/// <param name="IsXet">Whether it is kept in Xet storage. Plain HTTP reaches it all the same.</param>
internal sealed record HubFile(string Path, long Size, string Hash, bool IsLarge, bool IsXet)
{
    public bool HasSha256 => Hash.Length == 64 && Hash.All(char.IsAsciiHexDigitLower);

    public bool HasGitHash => Hash.Length == 40 && Hash.All(char.IsAsciiHexDigitLower);
}
