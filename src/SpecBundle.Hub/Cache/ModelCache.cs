namespace SpeculativeDecoding;

/// <summary>Looks through the cache.</summary>
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
            var unfinished = Directory.Exists(layout.Blobs) ? Directory.GetFiles(layout.Blobs, "*" + CacheLayout.AnyPartialSuffix).Sum(FolderSize.OfFile) : 0;
            return new CachedModel
            {
                Repository = repository,
                Bytes = FolderSize.Of(layout.Repository),
                UnfinishedBytes = unfinished,
                SharedBytes = new SharedStore(Folder).EntriesOf(layout).Sum(entry => Math.Max(0, LinkedFile.LengthOf(entry))),
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
}
