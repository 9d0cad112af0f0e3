using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The files of one split among those of a data set, by how their paths are laid out.</summary>
internal static partial class SplitFiles
{
    private static readonly string[] Splits = ["train", "test", "validation", "val", "dev"];

    /// <summary>The paths in the order of their names; empty when there are none.</summary>
    /// <param name="paths">Paths inside the data set's folder, with slashes.</param>
    /// <param name="source">The split.</param>
    public static IReadOnlyList<string> Choose(IEnumerable<string> paths, DatasetSource source)
    {
        var (config, split) = (source.Config, source.Split);
        var readable = paths.Where(DataFile.IsReadable).Order(StringComparer.Ordinal).ToLookup(FolderOf, StringComparer.Ordinal);
        string[] places = config is null ? ["", "data"] : [config, ""];
        foreach (var place in places)
        {
            string[] stems = config is null ? [split] : [split, $"{config}_{split}", $"{config}-{split}"];
            // A file that names no configuration may not answer for one of several.
            if (place.Length == 0 && source.HasSiblings)
            {
                stems = stems[1..];
            }

            var found = readable[place].Where(path => stems.Any(stem => IsOf(path, stem))).ToList();
            if (found.Count > 0)
            {
                return found;
            }
        }

        if (source.HasSiblings)
        {
            return [];
        }

        var all = readable[""].ToList();
        return all.Count == 1 && !Splits.Any(other => other != split && IsOf(all[0], other)) ? all : [];
    }

    /// <summary>Whether every shard is there that the names of the others tell of.</summary>
    public static bool AreWhole(IReadOnlyList<string> paths) => paths.Count > 0 && paths.All(path =>
        Shards().Match(path) is not { Success: true } match || paths.Count >= int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    private static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    /// <summary>Whether a file is <c>stem.ext</c> or a shard <c>stem-00000-of-00003.ext</c>.</summary>
    private static bool IsOf(string path, string stem)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.StartsWith(stem + ".", StringComparison.Ordinal)
            || (name.StartsWith(stem + "-", StringComparison.Ordinal) && name.Contains("-of-", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"-\d{5}-of-(\d{5})\.")]
    private static partial Regex Shards();
}
