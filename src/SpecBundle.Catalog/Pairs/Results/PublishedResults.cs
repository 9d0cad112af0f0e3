namespace SpeculativeDecoding;

/// <summary>The published benchmark of a pair. The chart names the H200; GPU count, SGLang release and temperature were not published.</summary>
public sealed class PublishedResults
{
    private static readonly PublishedResults None = new([], [], [], null);

    private PublishedResults(
        IReadOnlyList<PublishedResult> rows, IReadOnlyList<PublishedResult> baselines, IReadOnlyList<PublishedResult> comparisons, string? warning) =>
        (Rows, Baselines, Comparisons, Warning) = (rows, baselines, comparisons, warning);

    /// <summary>Results of the pair's own draft; empty where none were published.</summary>
    public IReadOnlyList<PublishedResult> Rows { get; }

    /// <summary>The target without speculation, one row for each benchmark.</summary>
    public IReadOnlyList<PublishedResult> Baselines { get; }

    /// <summary>Results of other drafts for the same target.</summary>
    public IReadOnlyList<PublishedResult> Comparisons { get; }

    /// <summary>What to know before quoting a speedup; null where nothing is known against the baseline.</summary>
    public string? Warning { get; }

    /// <summary>Where the figures were published.</summary>
    public static string Source => "SpecForge, docs/spec_bundle/public/raw_data/data.json at a6b6b023";

    /// <summary>The run without speculation that a result compares with.</summary>
    /// <param name="result">A result of this pair or of a comparison.</param>
    /// <returns>The baseline of the same benchmark and batch size; null where none was published.</returns>
    public PublishedResult? BaselineOf(PublishedResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Baselines.FirstOrDefault(row => row.Benchmark == result.Benchmark && row.BatchSize == result.BatchSize);
    }

    /// <summary>Throughput over that of the baseline. Read <see cref="Warning"/> before quoting it.</summary>
    /// <param name="result">A result of this pair or of a comparison.</param>
    /// <returns>The ratio; null where no baseline was published.</returns>
    public double? SpeedupOf(PublishedResult result) =>
        BaselineOf(result) is { OutputThroughput: > 0 } baseline ? result.OutputThroughput / baseline.OutputThroughput : null;

    internal static PublishedResults For(PublishedLabels? labels)
    {
        if (labels is null)
        {
            return None;
        }

        var rows = PublishedTable.RowsOf(labels.Target);
        return new(
            [.. rows.Where(row => row.Draft is not null && labels.Drafts.Contains(row.Draft))],
            [.. rows.Where(row => row.Draft is null)],
            [.. rows.Where(row => row.Draft is not null && !labels.Drafts.Contains(row.Draft))],
            labels.Warning);
    }
}
