namespace SpeculativeDecoding;

/// <summary>A model in the cache, whoever downloaded it.</summary>
/// <param name="Repository">Its repository.</param>
/// <param name="Bytes">What it takes on the disk, in bytes, all commits and unfinished downloads included.</param>
/// <param name="UnfinishedBytes">What unfinished downloads of it take, in bytes.</param>
/// <param name="IsComplete">Whether its main branch can be served.</param>
internal sealed record CachedModel(string Repository, long Bytes, long UnfinishedBytes, bool IsComplete);
