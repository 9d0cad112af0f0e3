using System.Text.RegularExpressions;

namespace SpeculativeDecoding.PackageProofs;

/// <summary>The README's table of packages: a package's name, what it is, and on which packages it depends (those in code font).</summary>
internal static partial class PackageTable
{
    public static IReadOnlyList<PackageRow> Read(string readme) =>
        [.. Row().Matches(File.ReadAllText(readme)).Select(row => new PackageRow(row.Groups["id"].Value, [.. Code().Matches(row.Groups["on"].Value).Select(code => code.Groups["id"].Value)]))];

    public static IEnumerable<string> Compare(IReadOnlyList<PackageRow> rows, string sources)
    {
        var shipped = Directory.GetDirectories(sources).Select(Path.GetFileName).ToList();
        foreach (var id in shipped.Except(rows.Select(row => row.Id)))
        {
            yield return $"src/{id} has no row.";
        }

        foreach (var id in rows.Select(row => row.Id).Except(shipped))
        {
            yield return $"{id} has a row, and there is no src/{id}.";
        }
    }

    [GeneratedRegex(@"^\| `(?<id>SpecBundle\.\w+)` \|[^|\n]*\|(?<on>[^|\n]*)\|\s*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<id>[^`]+)`")]
    private static partial Regex Code();
}
