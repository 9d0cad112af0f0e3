namespace SpeculativeDecoding;

/// <summary>Looks through the cache, and removes models from it.</summary>
internal sealed class ModelCache(string folder)
{
    public static ModelCache Find() => new(HubSettings.Read(Environment.GetEnvironmentVariable).CacheFolder);

    public string Folder { get; } = folder;

    /// <summary>A model; null where the cache has nothing of it.</summary>
    public CachedModel? Find(string repository)
    {
        var layout = new CacheLayout(Folder, RepositoryName.Model(repository));
        if (!Directory.Exists(layout.Repository))
        {
            return null;
        }

        var reader = new CacheReader(layout);
        var unfinished = Directory.Exists(layout.Blobs)
            ? new DirectoryInfo(layout.Blobs).EnumerateFiles("*.incomplete").Sum(file => file.Length)
            : 0;
        return new CachedModel(
            repository, FolderSize.Of(layout.Repository), unfinished, reader.CommitOf("main") is { } commit && reader.WhatIsMissing(commit) is null);
    }

    /// <summary>Removes a model: first what makes it visible, then its bytes.</summary>
    /// <exception cref="CacheInUseException">Somebody is fetching it.</exception>
    public void Remove(string repository)
    {
        var layout = new CacheLayout(Folder, RepositoryName.Model(repository));
        var held = new List<BlobLock>();
        try
        {
            foreach (var path in Directory.Exists(layout.Locks) ? Directory.GetFiles(layout.Locks) : [])
            {
                held.Add(BlobLock.TryAcquire(path) ?? throw new CacheInUseException(repository));
            }

            foreach (var part in new[] { layout.Refs, layout.Snapshots, layout.Repository, layout.Locks }.Where(Directory.Exists))
            {
                Directory.Delete(part, recursive: true);
            }
        }
        finally
        {
            held.ForEach(one => one.Dispose());
        }
    }
}
