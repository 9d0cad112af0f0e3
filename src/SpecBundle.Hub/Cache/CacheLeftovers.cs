namespace SpeculativeDecoding;

/// <summary>Removes from a repository in the cache what nobody needs any more, and what would keep other clients from it.</summary>
internal sealed class CacheLeftovers(CacheLayout layout, CacheLocks locks)
{
    /// <summary>Parts of blobs that are whole by now, whichever client brought them. One that is being brought this moment is locked, and stays.</summary>
    public void RemoveCompleted(RepositoryState state)
    {
        var parts = Directory.Exists(layout.Blobs) ? Directory.GetFiles(layout.Blobs, "*" + CacheLayout.AnyPartialSuffix) : [];
        foreach (var blob in parts.GroupBy(path => Path.GetFileName(path).Split('.')[0]).Where(blob => IsWhole(state, blob.Key)))
        {
            using var held = locks.TryAcquire(layout.Lock(blob.Key));
            if (held is not null)
            {
                blob.ToList().ForEach(File.Delete);
            }
        }
    }

    /// <summary>
    /// The Python client's list of a commit's files, where the snapshot lacks some that a server does not need: by such a list
    /// it refuses the snapshot as incomplete to those who have no network. Without one it takes what is there; the next time
    /// that it asks the Hub it writes a new one.
    /// </summary>
    public void ForgetListing(RepositoryState state)
    {
        var (reader, listing) = (new CacheReader(layout), layout.Listing(state.Commit));
        if (File.Exists(listing) && (state.OtherFiles.Count > 0 || !state.Files.All(file => reader.Has(state.Commit, file))))
        {
            File.Delete(listing);
        }
    }

    private bool IsWhole(RepositoryState state, string hash)
    {
        // A blob gets its name when it is whole; where there are no links its bytes lie in the snapshot.
        var reader = new CacheReader(layout);
        return LinkedFile.Exists(layout.Blob(hash)) || state.WithHash(hash).Any(file => reader.Has(state.Commit, file));
    }
}
