namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Whether a draft helps on this traffic, by how much, how sure that is, and which setting is best. Computed from the
/// requests' records, and what the options tell of the server and the machine beside them. Intervals resample prompts: the unit that varies.
/// </summary>
public sealed class BenchmarkReport
{
    private BenchmarkReport(IReadOnlyList<BenchmarkCell> cells, IReadOnlyList<BestConfiguration> best, IReadOnlyList<Finding> findings, int superseded, ReportOptions options) =>
        (Cells, Best, Findings, Superseded, Confidence, ServiceLevels) = (cells, best, findings, superseded, options.Confidence, options.ServiceLevels);

    /// <summary>The cells in the order of the records: of each configuration and workload the whole, then its categories.</summary>
    public IReadOnlyList<BenchmarkCell> Cells { get; }

    /// <summary>The best configuration for each workload and batch at which at least two ran.</summary>
    public IReadOnlyList<BestConfiguration> Best { get; }

    /// <summary>What the reader should know before believing the figures.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Records that a later one of the same request replaced, such as a failure that was repeated after resuming.</summary>
    public int Superseded { get; }

    /// <summary>The confidence of every interval.</summary>
    public double Confidence { get; }

    /// <summary>The limits that goodput was counted by; null for none.</summary>
    public ServiceLevels? ServiceLevels { get; }

    /// <summary>Computes the report.</summary>
    /// <param name="records">The requests of a run; of two records of the same request the later counts.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The report.</returns>
    public static BenchmarkReport From(IEnumerable<RequestRecord> records, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        options ??= new ReportOptions();
        var latest = Latest(records, out var superseded);
        var bootstrap = new ClusterBootstrap(options.Resamples, (ulong)options.Seed, options.Confidence);
        var calculation = new CellCalculation(options, bootstrap);
        var wholes = latest.GroupBy(record => (record.Configuration, record.Workload))
            .Select(cell => new CellRecords(cell.Key.Configuration, cell.Key.Workload, null, cell)).ToList();
        var groups = wholes.SelectMany(whole => (IEnumerable<CellRecords>)[whole, .. Categories(whole)]).ToList();
        var byKey = groups.ToDictionary(cell => (cell.Configuration, cell.Workload, cell.Category));
        var cells = groups.Select(cell => calculation.Of(cell, Baseline(cell, byKey))).ToList();
        var best = wholes.Where(cell => cell.Name is not null).GroupBy(cell => (cell.Workload, cell.Name!.BatchSize))
            .Select(group => BestCalculation.Of([.. group], bootstrap, options.Confidence)).OfType<BestConfiguration>().ToList();
        var findings = AllAnalyzers.Run([.. wholes.Select(whole => new AnalyzedCell(whole, cells.First(cell => IsOf(cell, whole)), Baseline(whole, byKey)))], options);
        var busy = findings.Where(finding => finding.Kind == FindingKind.BusyMachine).Select(finding => finding.Workload).ToHashSet(StringComparer.Ordinal);
        return new BenchmarkReport(cells, [.. best.Select(one => one with { WasMachineBusy = busy.Contains(one.Workload) })], findings, superseded, options);
    }

    /// <summary>The cell of a configuration and workload.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="category">The category; null for the whole workload.</param>
    /// <returns>The cell, or null where there is none.</returns>
    public BenchmarkCell? Find(string configuration, string workload, string? category = null) =>
        Cells.FirstOrDefault(cell => cell.Configuration == configuration && cell.Workload == workload && cell.Category == category);

    /// <summary>The record of each request that counts. A record that adds the score to one before is the same request, and supersedes none.</summary>
    internal static List<RequestRecord> Latest(IEnumerable<RequestRecord> records, out int superseded)
    {
        var latest = new Dictionary<(string, string, string, int, int), RequestRecord>();
        superseded = 0;
        foreach (var record in records)
        {
            var key = (record.Configuration, record.Workload, record.PromptId, record.Turn, record.Sample);
            superseded += latest.TryGetValue(key, out var known) && !known.IsSameRequest(record) ? 1 : 0;
            latest[key] = record;
        }

        return [.. latest.Values];
    }

    private static IEnumerable<CellRecords> Categories(CellRecords whole) => whole.All
        .Where(record => record.Category is not null)
        .GroupBy(record => record.Category)
        .OrderBy(category => category.Key, StringComparer.Ordinal)
        .Select(category => new CellRecords(whole.Configuration, whole.Workload, category.Key, category));

    private static CellRecords? Baseline(CellRecords cell, Dictionary<(string, string, string?), CellRecords> cells) =>
        cell.Name is { UsesDraft: true } name ? cells.GetValueOrDefault((name.Baseline, cell.Workload, cell.Category)) : null;

    private static bool IsOf(BenchmarkCell cell, CellRecords records) =>
        cell.Configuration == records.Configuration && cell.Workload == records.Workload && cell.Category is null;
}
