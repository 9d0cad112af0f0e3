namespace SpeculativeDecoding;

/// <summary>Where things lie in the cache of the Hub, for one repository: the layout that every client of the Hub shares.</summary>
internal sealed class CacheLayout(string cacheFolder, RepositoryName repository)
{
    /// <summary>How the names of blobs on their way end, whoever brings them: <c>HASH.incomplete</c>, <c>HASH.0123abcd.incomplete</c>.</summary>
    public const string AnyPartialSuffix = ".incomplete";

    /// <summary>How the name of a blob on its way ends. Ours alone: other clients name theirs otherwise.</summary>
    public const string PartialSuffix = ".specbundle.incomplete";

    public string Cache { get; } = Path.GetFullPath(cacheFolder);

    public string Repository => Path.Combine(Cache, repository.Folder);

    public string Blobs => Path.Combine(Repository, "blobs");

    public string Refs => Path.Combine(Repository, "refs");

    public string Snapshots => Path.Combine(Repository, "snapshots");

    /// <summary>The list of a commit's files that newer Python clients keep.</summary>
    public string Listing(string commit) => Path.Combine(Repository, "trees", commit + ".json");

    public string Locks => Path.Combine(Cache, ".locks", repository.Folder);

    public string Blob(string hash) => Path.Combine(Blobs, hash);

    /// <summary>A blob on its way, with its state at its end.</summary>
    public string Partial(string hash) => Path.Combine(Blobs, hash + PartialSuffix);

    /// <summary>Held by every pull of the repository together, and by a removal alone.</summary>
    public string UseLock => Path.Combine(Locks, "repository.specbundle.lock");

    public string Lock(string hash) => Path.Combine(Locks, hash + ".lock");

    /// <summary>The file that names the commit of a branch or tag; revisions like <c>refs/pr/1</c> make folders.</summary>
    public string Ref(string revision) => Path.Combine(Refs, Path.Combine(revision.Split('/')));

    public string Snapshot(string commit) => Path.Combine(Snapshots, commit);

    public string File(string commit, string path) => Path.Combine(Snapshot(commit), Path.Combine(path.Split('/')));

    /// <summary>The marker of a file that the repository does not have.</summary>
    public string Missing(string commit, string path) => Path.Combine(Repository, ".no_exist", commit, Path.Combine(path.Split('/')));
}
