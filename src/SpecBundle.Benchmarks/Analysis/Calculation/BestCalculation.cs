namespace SpeculativeDecoding.Benchmarks;

/// <summary>The fastest of several configurations on the same requests.</summary>
internal static class BestCalculation
{
    /// <summary>A configuration that finished fewer than this share of the most complete one's prompts is left out, or its gaps would shrink the comparison.</summary>
    private const double LeastShare = 0.5;

    public static BestConfiguration? Of(IReadOnlyList<CellRecords> cells, ClusterBootstrap bootstrap, double confidence)
    {
        var most = cells.Max(cell => cell.Prompts.Count);
        var candidates = WithCommonRequests([.. cells.Where(cell => cell.Prompts.Count >= LeastShare * most)]);
        if (candidates.Count < 2 || candidates[0].Prompts.Count == 0)
        {
            return null;
        }

        var ordered = candidates.OrderByDescending(Speed).ToList();
        var comparisons = candidates.Count * (candidates.Count - 1) / 2;
        var adjusted = 1 - ((1 - confidence) / comparisons);
        var leads = ordered.Skip(1).Select(other => (other.Configuration, Lead: Lead(ordered[0], other, bootstrap, adjusted))).ToList();
        return new BestConfiguration
        {
            Workload = ordered[0].Workload,
            BatchSize = ordered[0].Name!.BatchSize,
            Configuration = ordered[0].Configuration,
            RunnerUp = leads[0].Configuration,
            Lead = leads[0].Lead,
            Indistinguishable = [.. leads.Where(other => !(other.Lead.Low > 1)).Select(other => other.Configuration)],
            Prompts = ordered[0].Prompts.Count,
        };
    }

    private static double Speed(CellRecords cell) => cell.Finished.Sum(record => record.Speed()!.Value.Tokens) / cell.Finished.Sum(record => record.Seconds());

    private static ConfidenceInterval Lead(CellRecords best, CellRecords other, ClusterBootstrap bootstrap, double confidence) =>
        bootstrap.Of(new PairedRecords(best, other).Sums(RecordFigures.Speed, RecordFigures.Speed).RatioOfRatios(), confidence);

    private static List<CellRecords> WithCommonRequests(List<CellRecords> cells)
    {
        var common = cells
            .Select(cell => cell.Finished.Where(record => record.Speed() is not null).Select(PairedRecords.Key).ToHashSet())
            .Aggregate((all, keys) => [.. all.Intersect(keys)]);
        return [.. cells.Select(cell => new CellRecords(cell.Configuration, cell.Workload, null, cell.Finished.Where(record => common.Contains(PairedRecords.Key(record)))))];
    }
}
