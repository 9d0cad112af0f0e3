namespace SpeculativeDecoding.Benchmarks;

/// <summary>Two runs side by side: two drafts, two releases of a server, before and after a change.</summary>
public sealed class BenchmarkComparison
{
    private BenchmarkComparison(IReadOnlyList<ComparedCell> cells) => Cells = cells;

    /// <summary>The configurations and workloads that both runs have, in the order of the first.</summary>
    public IReadOnlyList<ComparedCell> Cells { get; }

    /// <summary>Compares the requests that finished in both. A prompt is the same when its id is, and its digest where both runs have one.</summary>
    /// <param name="before">The first run's records.</param>
    /// <param name="after">The second run's records.</param>
    /// <param name="options">Confidence, resamples and seed; null for the defaults.</param>
    /// <returns>The comparison; without cells where the runs have nothing in common.</returns>
    public static BenchmarkComparison Of(IEnumerable<RequestRecord> before, IEnumerable<RequestRecord> after, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        options ??= new ReportOptions();
        var bootstrap = new ClusterBootstrap(options.Resamples, (ulong)options.Seed, options.Confidence);
        var seconds = CellsOf(after).ToDictionary(cell => (cell.Configuration, cell.Workload));
        return new BenchmarkComparison(
        [
            .. CellsOf(before).Where(cell => seconds.ContainsKey((cell.Configuration, cell.Workload)))
                .Select(cell => Compare(cell, seconds[(cell.Configuration, cell.Workload)], bootstrap)),
        ]);
    }

    /// <summary>Of two records of the same request the later counts.</summary>
    private static IEnumerable<CellRecords> CellsOf(IEnumerable<RequestRecord> records) =>
        BenchmarkReport.Latest(records, out _).GroupBy(record => (record.Configuration, record.Workload)).Select(cell => new CellRecords(cell.Key.Configuration, cell.Key.Workload, null, cell));

    private static ComparedCell Compare(CellRecords before, CellRecords after, ClusterBootstrap bootstrap)
    {
        var pairs = new PairedRecords(after, before);
        var acceptance = pairs.Sums(RecordFigures.Acceptance, RecordFigures.Acceptance);
        var speed = pairs.Sums(RecordFigures.Speed, RecordFigures.Speed);
        var all = pairs.Prompts.SelectMany(prompt => prompt).ToList();
        var answers = all.Where(pair => pair is { Record.Output: not null, Other.Output: not null }).ToList();
        return new ComparedCell
        {
            Configuration = before.Configuration,
            Workload = before.Workload,
            Prompts = pairs.Prompts.Count,
            Requests = all.Count,
            OtherPrompts = pairs.OtherPrompts,
            AcceptLengthBefore = acceptance.Prompts > 0 ? acceptance.OtherRatio : null,
            AcceptLengthAfter = acceptance.Prompts > 0 ? acceptance.Ratio : null,
            AcceptLengthRatio = acceptance.Prompts > 0 ? bootstrap.Of(acceptance.RatioOfRatios()) : null,
            SpeedRatio = speed.Prompts > 0 ? bootstrap.Of(speed.RatioOfRatios()) : null,
            ComparedAnswers = answers.Count,
            EqualAnswers = answers.Count(pair => pair.Record.Output == pair.Other.Output),
        };
    }
}
