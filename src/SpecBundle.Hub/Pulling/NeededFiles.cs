using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Which files of a repository a server needs: what the catalog says, else those at the root that servers read.</summary>
internal static class NeededFiles
{
    private static readonly string[] Usual = ["*.json", "*.jinja", "*.model", "*.tiktoken", "*.txt", "*.py", "tokenizer*"];
    private static readonly string[] Weights = ["*.safetensors", "*.bin", "*.pt"];
    private static readonly string[] Never = ["training_state.pt", "training_args.bin", "optimizer*", "scheduler*", "rng_state*"];

    public static IReadOnlyList<HubFile> Of(IReadOnlyList<HubFile> files, DownloadFilter? filter)
    {
        var candidates = files.Where(file => !Matches(file.Path, Never) && !Matches(file.Path, filter?.Exclude ?? [])).ToList();
        if (filter is { Include.Count: > 0 })
        {
            return [.. candidates.Where(file => Matches(file.Path, filter.Include))];
        }

        var root = candidates.Where(file => !file.Path.Contains('/', StringComparison.Ordinal)).ToList();

        // The first format that is there: the others hold the same weights again.
        var format = Weights.FirstOrDefault(pattern => root.Any(file => Matches(file.Path, [pattern])));
        return [.. root.Where(file => Matches(file.Path, Usual) || (format is not null && Matches(file.Path, [format])))];
    }

    /// <summary>Whether a file is no leftover of a training, such as <c>training_args.bin</c>.</summary>
    public static bool MayBeWeights(string name) => !Matches(name, Never);

    /// <summary>Whether a path fits one of the patterns; <c>*</c> is anything but a slash, unless the pattern has one itself.</summary>
    private static bool Matches(string path, IReadOnlyList<string> patterns) => patterns.Any(pattern =>
        Regex.IsMatch(
            path,
            "^" + Regex.Escape(pattern).Replace("\\*", pattern.Contains('/', StringComparison.Ordinal) ? ".*" : "[^/]*", StringComparison.Ordinal) + "$",
            RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1)));
}
