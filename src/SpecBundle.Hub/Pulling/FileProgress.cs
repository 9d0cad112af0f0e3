namespace SpeculativeDecoding;

/// <summary>How far one file is.</summary>
/// <param name="Repository">Its repository.</param>
/// <param name="Path">Its path inside the repository.</param>
/// <param name="Bytes">Bytes on this machine.</param>
/// <param name="Size">Its size, in bytes.</param>
public readonly record struct FileProgress(string Repository, string Path, long Bytes, long Size);
