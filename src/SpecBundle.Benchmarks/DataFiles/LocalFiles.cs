namespace SpeculativeDecoding.Benchmarks;

/// <summary>The files of one split in a data set's folder.</summary>
internal static class LocalFiles
{
    private static readonly string[] Splits = ["train", "test", "validation", "val", "dev"];

    /// <summary>The files in the order of their names; empty when there are none.</summary>
    public static IReadOnlyList<string> Find(string folder, DatasetSource source)
    {
        var (config, split) = (source.Config, source.Split);
        string[] places = config is null ? [folder, Path.Combine(folder, "data")] : [Path.Combine(folder, config), folder];
        foreach (var place in places.Where(Directory.Exists))
        {
            var files = Readable(place);
            string[] stems = config is null ? [split] : [split, $"{config}_{split}", $"{config}-{split}"];
            // A file that names no configuration may not answer for one of several.
            if (place == folder && source.HasSiblings) stems = stems[1..];
            var found = files.Where(file => stems.Any(stem => IsOf(file, stem))).ToList();
            if (found.Count > 0) return found;
        }

        if (source.HasSiblings) return [];
        var all = Readable(folder);
        return all.Count == 1 && !Splits.Any(other => other != split && IsOf(all[0], other)) ? all : [];
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
