namespace SpeculativeDecoding;

/// <summary>The cache of the Hub can't be read or written: a full or read-only disk, or a folder of somebody else.</summary>
public sealed class HubCacheException : SpecBundleException
{
    internal HubCacheException(string folder, string reason, Exception innerException)
        : base($"The cache {folder} can't be used: {reason.TrimEnd('.')}.", "It must be a folder that this account may read and write, on a disk with room; HF_HOME names another. What arrived is kept.", innerException) => Folder = folder;

    /// <summary>The folder of the cache.</summary>
    public string Folder { get; }
}
