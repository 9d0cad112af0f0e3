namespace SpeculativeDecoding.Benchmarks;

/// <summary>The files of one split in a data set's folder.</summary>
internal static class LocalFiles
{
    /// <summary>The files in the order of their names; empty when there are none.</summary>
    public static IReadOnlyList<string> Find(string folder, string? config, string split)
    {
        string[] places = config is null ? [folder, Path.Combine(folder, "data")] : [Path.Combine(folder, config), folder];
        foreach (var place in places.Where(Directory.Exists))
        {
            var files = Readable(place);
            string[] stems = config is null ? [split] : [split, $"{config}_{split}", $"{config}-{split}"];
            // A folder of several configurations may not answer for one of them with a file that names none.
            if (config is not null && place == folder && Directory.GetDirectories(folder).Length > 0) stems = stems[1..];
            var found = files.Where(file => stems.Any(stem => IsOf(file, stem))).ToList();
            if (found.Count > 0) return found;
        }

        var all = Readable(folder);
        return all.Count == 1 ? all : [];
    }

    private static List<string> Readable(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(DataFile.IsReadable).Order(StringComparer.Ordinal)];

    /// <summary>Whether a file is <c>stem.ext</c> or a shard <c>stem-00000-of-00003.ext</c>.</summary>
    private static bool IsOf(string path, string stem)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith(stem + ".", StringComparison.Ordinal)
            || (name.StartsWith(stem + "-", StringComparison.Ordinal) && name.Contains("-of-", StringComparison.Ordinal));
    }
}
