namespace SpeculativeDecoding;

/// <summary>A model that was removed from the cache.</summary>
public sealed record RemovedModel
{
    /// <summary>Its repository, for example <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>What is free on the disk now, in bytes.</summary>
    public long FreedBytes { get; init; }

    /// <summary>
    /// What of it lies in the store that repositories of the cache share and stays there, in bytes: other repositories have it
    /// too, or only the Python client can tell, whose <c>hf cache prune</c> frees what nobody has.
    /// </summary>
    public long KeptBytes { get; init; }

    /// <summary>One line for people.</summary>
    /// <returns>For example <c>org/name: 61.5 GB removed</c>.</returns>
    public override string ToString() =>
        $"{Repository}: {ByteSize.Format(FreedBytes)} removed" + (KeptBytes > 0 ? $"; {ByteSize.Format(KeptBytes)} stay in the store that repositories share, for others that have them or until 'hf cache prune'" : "");
}
