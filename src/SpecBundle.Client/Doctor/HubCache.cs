namespace SpeculativeDecoding;

/// <summary>The cache of the Hub, as the doctor sees it.</summary>
/// <param name="Folder">The folder of the models.</param>
/// <param name="FreeBytes">What the disk has free, in bytes; null where unknown.</param>
internal sealed record HubCache(string Folder, long? FreeBytes)
{
    public static HubCache Of(HubClient hub) => new(hub.CacheFolder, Disk.Of(hub.CacheFolder)?.AvailableFreeSpace);

    /// <summary>Whether a whole checkpoint of the main branch is there.</summary>
    public bool Holds(string repository)
    {
        using var hub = new HubClient(new HubOptions { CacheFolder = Folder });
        return hub.FindCachedPair(new ModelPair(repository, null)).Commits.Count > 0;
    }
}
