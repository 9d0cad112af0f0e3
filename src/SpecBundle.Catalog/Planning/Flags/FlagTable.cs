namespace SpeculativeDecoding;

/// <summary>Every flag of the releases that were looked at, read once when first asked for.</summary>
internal sealed class FlagTable
{
    private static readonly Lazy<FlagTable> Shared = new(() => new FlagTable());

    private FlagTable()
    {
        Rows = EmbeddedTable.Rows("sglang-flags.csv").Select(FlagRow.From).ToDictionary(row => row.Name, StringComparer.Ordinal);
        Releases = [.. Rows.Values.SelectMany(row => row.Last is { } last ? [row.First, last] : new[] { row.First }).Distinct().Order()];
    }

    public static FlagTable Sglang => Shared.Value;

    public IReadOnlyDictionary<string, FlagRow> Rows { get; }

    /// <summary>The releases that were looked at, the oldest first.</summary>
    public IReadOnlyList<SglangRelease> Releases { get; }

    public SglangRelease Newest => Releases[^1];
}
