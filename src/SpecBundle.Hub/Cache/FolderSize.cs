namespace SpeculativeDecoding;

/// <summary>What a folder holds, in bytes: the files that links lead to, each once, and of unfinished ones what has arrived.</summary>
internal static class FolderSize
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };

    public static long Of(string folder) => Files(folder).Values.Sum();

    /// <summary>What would be free without the folder: the files in it, but not those elsewhere that its links lead to.</summary>
    public static long Own(string folder)
    {
        var inside = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        return Files(folder).Where(file => file.Key.StartsWith(inside, StringComparison.Ordinal)).Sum(file => file.Value);
    }

    /// <summary>An unfinished file of ours is sparse: it has its whole length from the first byte on.</summary>
    public static long OfFile(string path) =>
        path.EndsWith(CacheLayout.PartialSuffix, StringComparison.Ordinal) ? PartialBlobState.WrittenIn(path) : Math.Max(0, LinkedFile.LengthOf(path));

    private static Dictionary<string, long> Files(string folder)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", Everything) : [])
        {
            // A pull that is going on renames files meanwhile: what has vanished counts nothing.
            try
            {
                var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
                sizes.TryAdd(file, OfFile(file));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                sizes.TryAdd(path, 0);
            }
        }

        return sizes;
    }
}
