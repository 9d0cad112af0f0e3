namespace SpeculativeDecoding;

/// <summary>The disk of the cache has too little room. Nothing was fetched.</summary>
public sealed class HubDiskFullException : HubException
{
    internal HubDiskFullException(string repository, string folder, long neededBytes, long freeBytes)
        : base(
            repository,
            $"{ByteSize.Format(neededBytes)} are still to fetch, and the disk of {folder} has {ByteSize.Format(freeBytes)} free.",
            "Free some of it (specbundle cache shows what pairs take), or set HF_HOME to a folder on a larger disk.") =>
        (NeededBytes, FreeBytes) = (neededBytes, freeBytes);

    /// <summary>What is still to fetch, in bytes.</summary>
    public long NeededBytes { get; }

    /// <summary>What the disk has free, in bytes.</summary>
    public long FreeBytes { get; }
}
