namespace SpeculativeDecoding;

/// <summary>Removes models from the cache, all or none: first what makes them visible, then their bytes.</summary>
internal sealed class CacheRemoval(string folder)
{
    private readonly CacheLocks _locks = new();
    private readonly SharedStore _store = new(folder);

    /// <exception cref="HubException">Somebody is pulling one, or one can't be removed, or not wholly.</exception>
    public IReadOnlyList<RemovedModel> Run(IReadOnlyList<string> repositories)
    {
        var held = new List<CacheLock>();
        try
        {
            var models = repositories.Distinct(StringComparer.Ordinal).Select(repository => (Repository: repository, Layout: new CacheLayout(folder, RepositoryName.Model(repository))))
                .Where(model => Directory.Exists(model.Layout.Repository)).ToList();
            foreach (var (repository, layout) in models)
            {
                Hold(repository, layout, held);
            }

            // What is to be told of each, before it is gone.
            var owned = models.Select(model => (model.Repository, Own: FolderSize.Own(model.Layout.Repository), Shared: _store.EntriesOf(model.Layout).ToDictionary(entry => entry, LinkedFile.LengthOf))).ToList();
            foreach (var part in models.SelectMany(model => new[] { model.Layout.Refs, model.Layout.Snapshots, model.Layout.Repository }).Where(Directory.Exists))
            {
                Directory.Delete(part, recursive: true);
            }

            var freed = _store.Free([.. owned.SelectMany(model => model.Shared.Keys).Distinct(StringComparer.Ordinal)], _locks);
            var told = new HashSet<string>(StringComparer.Ordinal);
            return [.. owned.Select(model => new RemovedModel
            {
                Repository = model.Repository,

                // A file that two of them shared is freed once.
                FreedBytes = model.Own + model.Shared.Keys.Where(entry => freed.ContainsKey(entry) && told.Add(entry)).Sum(entry => freed[entry]),
                KeptBytes = model.Shared.Where(entry => !freed.ContainsKey(entry.Key)).Sum(entry => Math.Max(0, entry.Value)),
            })];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw HubFailure.CacheUnusable(folder, exception);
        }
        finally
        {
            held.ForEach(one => one.Dispose());
        }
    }

    /// <summary>Ours hold the first lock for as long as they pull; of other clients the locks of the blobs tell. Real lock files stay, since others may be opening them.</summary>
    private void Hold(string repository, CacheLayout layout, List<CacheLock> held)
    {
        foreach (var path in new[] { layout.UseLock }.Concat(Directory.Exists(layout.Locks) ? Directory.GetFiles(layout.Locks).Except([layout.UseLock]) : []))
        {
            held.Add(_locks.TryAcquire(path) ?? throw HubFailure.CacheInUse(repository));
        }
    }
}
