namespace SpeculativeDecoding.Benchmarks;

/// <summary>The files of one split in a data set's folder.</summary>
internal static class LocalFiles
{
    /// <summary>The files in the order of their names; empty when there are none.</summary>
    public static IReadOnlyList<string> Find(string folder, DatasetSource source)
    {
        string?[] places = [null, "data", source.Config];
        var paths = places.Distinct().Where(place => Directory.Exists(Path.Combine(folder, place ?? "")))
            .SelectMany(place => Directory.EnumerateFiles(Path.Combine(folder, place ?? "")).Select(path => place is null ? Path.GetFileName(path) : $"{place}/{Path.GetFileName(path)}"));
        return [.. SplitFiles.Choose(paths, source).Select(path => Path.Combine(folder, Path.Combine(path.Split('/'))))];
    }
}
