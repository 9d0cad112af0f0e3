namespace SpeculativeDecoding;

/// <summary>A model in the cache, whoever downloaded it.</summary>
public sealed record CachedModel
{
    /// <summary>Its repository, for example <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>What it takes on the disk, in bytes: all commits and unfinished downloads.</summary>
    public long Bytes { get; init; }

    /// <summary>What unfinished downloads of it take, in bytes.</summary>
    public long UnfinishedBytes { get; init; }

    /// <summary>What of it lies in the store that repositories of the cache share, where a newer Python client downloaded it, in bytes: counted here, and with each other model that has it.</summary>
    public long SharedBytes { get; init; }

    /// <summary>Whether its main branch can be served without asking the Hub.</summary>
    public bool IsComplete { get; init; }

    /// <summary>One line for people.</summary>
    /// <returns>For example <c>org/name: 61.5 GB, not complete</c>.</returns>
    public override string ToString() => $"{Repository}: {ByteSize.Format(Bytes)}{(IsComplete ? "" : ", not complete")}";
}
