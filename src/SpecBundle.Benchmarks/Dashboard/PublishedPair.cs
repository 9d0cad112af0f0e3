namespace SpeculativeDecoding.Benchmarks;

/// <summary>The published results of one target, from the catalog: the pair's own draft, other drafts and the runs without draft.</summary>
internal sealed record PublishedPair(string Target, string? Draft, string? Warning, IReadOnlyList<PublishedResult> Rows)
{
    public static IReadOnlyList<PublishedPair> All() => [.. Catalog.All.Select(Of).Where(pair => pair.Rows.Count > 0)];

    private static PublishedPair Of(ModelPair pair)
    {
        var results = pair.PublishedResults;
        // The published labels spell a draft in more than one way; the pair's repository is one.
        var own = results.Rows.Select(row => row with { Draft = pair.Draft?.Repository ?? row.Draft });
        return new(pair.Target.Repository, pair.Draft?.Repository, results.Warning, [.. results.Baselines, .. own, .. results.Comparisons]);
    }
}
