namespace SpeculativeDecoding.Benchmarks;

/// <summary>Whether a pair that is named beside a server which runs already is what that serves: results must not carry the name of another.</summary>
internal static class NamedPairCheck
{
    /// <summary>What to say of the names; null where they are the same.</summary>
    /// <exception cref="BenchmarkException">The server serves something else.</exception>
    public static string? Check(ModelPair pair, ServerInfo? info, bool usesDraft)
    {
        if (info?.ModelPath is not { } target)
        {
            return $"The server does not tell what it serves; {pair.Id} is taken at the word of whoever named it.";
        }

        var doubts = new List<string>();
        Judge("target", InPlace(pair.Target.Repository), pair.Target.OtherNames, target, doubts);
        if (usesDraft && pair.Draft is { } named && info.DraftModelPath is { } draft)
        {
            Judge("draft", InPlace(named.Repository), [], draft, doubts);
        }

        // What ships inside of the embedded server lies wherever that lies.
        string InPlace(string name) => pair.Target.IsBundled && name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

        return doubts.Count > 0
            ? $"The server says that it serves {string.Join(" and ", doubts)}; whether that is the same can't be told from here. Results carry the server's own names, and published figures are not held against them."
            : null;
    }

    private static void Judge(string role, string named, IReadOnlyList<string> otherNames, string served, List<string> doubts)
    {
        if (otherNames.Append(named).Any(name => IsSame(name, served)))
        {
            return;
        }

        if (ModelName.IsOnHub(named) && ModelName.IsOnHub(served) && !Directory.Exists(named) && !Directory.Exists(served))
        {
            throw new BenchmarkException(
                $"The server serves the {role} {served}, and the pair that is named has {named}.", "Leave the pair out, since the server tells what it serves, or name what that is (BenchmarkOptions.Pair).");
        }

        doubts.Add($"the {role} {served}, where the pair that is named has {named}");
    }

    private static bool IsSame(string named, string served)
    {
        var path = served.Replace('\\', '/').TrimEnd('/');
        return string.Equals(named, served, StringComparison.OrdinalIgnoreCase)
            || path.Contains($"/models--{named.Replace("/", "--", StringComparison.Ordinal)}/snapshots/", StringComparison.OrdinalIgnoreCase)
            || (named.Contains('/', StringComparison.Ordinal) && !named.StartsWith('.') && !Path.IsPathRooted(named) && path.EndsWith("/" + named.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            || (ModelName.IsFolder(named) && Path.GetFullPath(named).TrimEnd('/') == path);
    }
}
