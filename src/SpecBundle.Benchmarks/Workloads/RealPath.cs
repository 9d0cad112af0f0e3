namespace SpeculativeDecoding.Benchmarks;

/// <summary>Where a path leads through all its links, those of its folders too.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>The path without links; it may lead nowhere.</summary>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links <= MostLinks; links++)
        {
            if (FirstLink(full) is not { } link)
            {
                return full;
            }

            full = Path.GetFullPath(Path.Combine(link.Target, link.Behind), link.Folder);
        }

        throw new IOException("it leads through too many links");
    }

    /// <summary>Whether a path without links lies below a folder without links.</summary>
    public static bool IsBelow(string path, string folder) =>
        path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static (string Folder, string Target, string Behind)? FirstLink(string full)
    {
        for (var end = full.IndexOf(Path.DirectorySeparatorChar, Path.GetPathRoot(full)!.Length); ; end = full.IndexOf(Path.DirectorySeparatorChar, end + 1))
        {
            var part = end < 0 ? full : full[..end];
            if (new FileInfo(part).LinkTarget is { } target)
            {
                return (Path.GetDirectoryName(part)!, target, end < 0 ? "" : full[(end + 1)..]);
            }

            if (end < 0)
            {
                return null;
            }
        }
    }
}
