namespace SpeculativeDecoding;

/// <summary>Looks through the cache, and removes models from it.</summary>
internal sealed class ModelCache(string folder)
{
    public string Folder { get; } = folder;

    /// <summary>A model; null where the cache has nothing of it.</summary>
    /// <exception cref="HubException">The cache can't be read.</exception>
    public CachedModel? Find(string repository)
    {
        var layout = new CacheLayout(Folder, RepositoryName.Model(repository));
        if (!Directory.Exists(layout.Repository))
        {
            return null;
        }

        try
        {
            var unfinished = Directory.Exists(layout.Blobs) ? Directory.GetFiles(layout.Blobs, "*.incomplete").Sum(FolderSize.OfFile) : 0;
            return new CachedModel
            {
                Repository = repository,
                Bytes = FolderSize.Of(layout.Repository),
                UnfinishedBytes = unfinished,
                IsComplete = new CacheReader(layout).WholeCommitOf("main") is not null,
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw HubFailure.CacheUnusable(Folder, exception);
        }
    }

    /// <summary>Every model in the cache, by name.</summary>
    public IReadOnlyList<string> Repositories() => !Directory.Exists(Folder)
        ? []
        : [.. Directory.GetDirectories(Folder, "models--*").Select(path => Path.GetFileName(path)["models--".Length..].Replace("--", "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Removes models, all or none: first what makes them visible, then their bytes. The lock files stay, since others may be opening them.</summary>
    /// <exception cref="HubException">Somebody is pulling one, or one can't be removed, or not wholly.</exception>
    public void Remove(IReadOnlyList<string> repositories)
    {
        var held = new List<CacheLock>();
        try
        {
            var layouts = repositories.Select(repository => (Repository: repository, Layout: new CacheLayout(Folder, RepositoryName.Model(repository)))).ToList();
            foreach (var (repository, layout) in layouts)
            {
                // Ours hold the first for as long as they pull; of other clients the locks of the blobs tell.
                foreach (var path in new[] { layout.UseLock }.Concat(Directory.Exists(layout.Locks) ? Directory.GetFiles(layout.Locks).Except([layout.UseLock]) : []))
                {
                    held.Add(CacheLock.TryAcquire(path) ?? throw HubFailure.CacheInUse(repository));
                }
            }

            foreach (var part in layouts.SelectMany(item => new[] { item.Layout.Refs, item.Layout.Snapshots, item.Layout.Repository }).Where(Directory.Exists))
            {
                Directory.Delete(part, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw HubFailure.CacheUnusable(Folder, exception);
        }
        finally
        {
            held.ForEach(one => one.Dispose());
        }
    }
}
