using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Which files of a checkpoint hold the weights that a server would load.</summary>
internal static partial class WeightFiles
{
    private static readonly string[] OtherFormats = [".bin", ".pt", ".pth", ".gguf", ".npz"];
    private static readonly string[] Leftovers = ["training_", "optimizer", "scheduler", "rng_state", "adapter_"];

    /// <summary>The safetensors files: those of the index where there is one.</summary>
    /// <param name="names">The names of the files at the root.</param>
    /// <param name="index">The index; null where there is none.</param>
    public static IReadOnlyList<string> Chosen(IReadOnlyCollection<string> names, WeightIndex? index)
    {
        if (index is not null)
        {
            return index.Shards;
        }

        var all = names.Where(IsSafetensors).Order(StringComparer.Ordinal).ToList();

        // The same weights once more, in the format of Mistral's own server.
        var usual = all.Where(name => !name.StartsWith("consolidated", StringComparison.Ordinal)).ToList();
        return usual.Count > 0 ? usual : all;
    }

    /// <summary>The files of another format, which are not looked into.</summary>
    public static IReadOnlyList<string> OfOtherFormats(IReadOnlyCollection<string> names) =>
        [.. names.Where(name => Array.Exists(OtherFormats, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) && !IsLeftover(name))];

    /// <summary>Shards that the numbers of the others tell of, where there is no index.</summary>
    public static IReadOnlyList<string> Gaps(IReadOnlyCollection<string> chosen)
    {
        var numbered = chosen.Select(name => Numbered.Match(name)).Where(match => match.Success).ToList();
        return [.. numbered.GroupBy(match => (Begin: match.Groups[1].Value, Count: match.Groups[3].Value)).SelectMany(group =>
        {
            var count = int.Parse(group.Key.Count, CultureInfo.InvariantCulture);

            // Some count from 0, most from 1; a wild number is no count.
            var first = group.Any(match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) == 0) ? 0 : 1;
            return count > 2_000 ? [] : Enumerable.Range(first, count)
                .Select(number => FormattableString.Invariant($"{group.Key.Begin}-{number:D5}-of-{group.Key.Count}.safetensors"))
                .Except(group.Select(match => match.Value));
        })];
    }

    private static bool IsSafetensors(string name) => name.EndsWith(".safetensors", StringComparison.Ordinal) && !IsLeftover(name);

    /// <summary>Whether it is what training left behind, and no server loads.</summary>
    public static bool IsLeftover(string name) => Array.Exists(Leftovers, start => name.StartsWith(start, StringComparison.Ordinal));

    [GeneratedRegex(@"^(.*)-([0-9]{5})-of-([0-9]{5})\.safetensors$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Numbered { get; }
}
