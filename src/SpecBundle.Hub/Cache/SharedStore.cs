namespace SpeculativeDecoding;

/// <summary>
/// The store in which newer Python clients keep large files once for all repositories of a cache: <c>blobs/XX/HASH</c>. A
/// repository's blob is then a link to it. We read through such links, and put nothing there.
/// </summary>
internal sealed class SharedStore(string cacheFolder)
{
    private const string Mark = ".huggingface-shared-blobs";
    private const string KnownLayout = "1";
    private static readonly EnumerationOptions Plainly = new() { AttributesToSkip = 0 };
    private readonly string _cache = Path.GetFullPath(cacheFolder);

    private string Folder => Path.Combine(_cache, "blobs");

    /// <summary>The file of the store that a blob is a link to; null where it is none.</summary>
    public string? EntryOf(string blob) =>
        new FileInfo(blob).LinkTarget is { } target && Path.GetFullPath(target, Path.GetDirectoryName(blob)!) is var entry
        && entry.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? entry : null;

    /// <summary>The files of the store that a repository's blobs are links to.</summary>
    public IReadOnlyList<string> EntriesOf(CacheLayout layout) =>
        [.. Directory.Exists(layout.Blobs) ? Directory.EnumerateFiles(layout.Blobs, "*", Plainly).Select(EntryOf).OfType<string>().Distinct(StringComparer.Ordinal) : []];

    /// <summary>Frees those of the files that no repository has a link to any more.</summary>
    /// <param name="entries">The files.</param>
    /// <param name="locks">The locks of the cache.</param>
    /// <returns>The files that were freed, with their sizes. The others are in use, or only the Python client can tell: <c>hf cache prune</c> frees those.</returns>
    public IReadOnlyDictionary<string, long> Free(IReadOnlyCollection<string> entries, CacheLocks locks)
    {
        var freed = new Dictionary<string, long>(StringComparer.Ordinal);
        if (entries.Count == 0 || !IsKnown || !locks.AreNative(Folder))
        {
            return freed;
        }

        var held = new List<CacheLock>();
        try
        {
            // Held while links are looked for: the Python client makes one under the same lock.
            var free = entries.Where(entry => locks.TryAcquire(entry + ".lock") is { } taken && Keep(held, taken)).ToList();
            var used = Linked();
            foreach (var entry in free.Where(entry => !used.Contains(Path.GetFileName(entry)) && File.Exists(entry)))
            {
                var size = LinkedFile.LengthOf(entry);
                File.Delete(entry);
                File.Delete(entry + ".refs");
                freed[entry] = size;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where it can't be told what is in use, or not be removed, it stays.
        }
        finally
        {
            held.ForEach(one => one.Dispose());
        }

        return freed;
    }

    /// <summary>Whether it is laid out as we know it.</summary>
    private bool IsKnown
    {
        get
        {
            try
            {
                return ModelFile.ReadText(Path.Combine(Folder, Mark)).Trim() == KnownLayout;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    private static bool Keep(List<CacheLock> held, CacheLock taken)
    {
        held.Add(taken);
        return true;
    }

    /// <summary>The names of all files that blobs of the cache are links to, by whatever path.</summary>
    private HashSet<string> Linked() =>
        Directory.EnumerateDirectories(_cache, "*", Plainly).Select(repository => Path.Combine(repository, "blobs")).Where(Directory.Exists)
            .SelectMany(blobs => Directory.EnumerateFiles(blobs, "*", Plainly)).Select(blob => new FileInfo(blob).LinkTarget).OfType<string>()
            .Select(target => Path.GetFileName(target)!).ToHashSet(StringComparer.Ordinal);
}
