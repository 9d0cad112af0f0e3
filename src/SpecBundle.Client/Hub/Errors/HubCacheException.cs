namespace SpeculativeDecoding;

/// <summary>The cache of the Hub can't be read or written: a full or read-only disk, or a folder of somebody else.</summary>
public sealed class HubCacheException : SpecBundleException
{
    internal HubCacheException(string folder, string reason, Exception innerException)
        : base($"The cache {folder} can't be used: {reason.TrimEnd('.')}.", "Free some of its disk, or set HF_HOME to a folder that this account may write. What arrived is kept.", innerException) => Folder = folder;

    /// <summary>The folder of the cache.</summary>
    public string Folder { get; }
}
