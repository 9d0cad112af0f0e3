using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The published table, read once when first asked for.</summary>
internal static class PublishedTable
{
    private static readonly Lazy<ILookup<string, PublishedResult>> Table = new(Read);

    public static IReadOnlyList<PublishedResult> RowsOf(string target) => [.. Table.Value[target]];

    private static ILookup<string, PublishedResult> Read() =>
        EmbeddedTable.Rows("published-results.csv").ToLookup(row => row["target"], Result, StringComparer.Ordinal);

    private static PublishedResult Result(IReadOnlyDictionary<string, string> row)
    {
        var draft = row["draft"] is { Length: > 0 } label ? label : null;
        return new()
        {
            Benchmark = row["benchmark"],
            BatchSize = Number(row["batch_size"]),
            Draft = draft,
            Speculation = draft is null ? null : new(Number(row["steps"]), Number(row["topk"]), Number(row["num_draft_tokens"])),
            OutputThroughput = double.Parse(row["output_throughput"], CultureInfo.InvariantCulture),
            AcceptLength = draft is null ? null : double.Parse(row["accept_length"], CultureInfo.InvariantCulture),
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
