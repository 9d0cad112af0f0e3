namespace SpeculativeDecoding.Benchmarks;

/// <summary>Runs and comparisons as the files that <c>specbundle bench</c> and <c>compare</c> write.</summary>
public static class ReportExtensions
{
    /// <summary>A run as <c>summary.json</c>: every figure with its interval, the findings, and how it was computed. What is not known is null.</summary>
    /// <param name="run">The run.</param>
    /// <param name="pair">The pair that was benchmarked, to be named; null where it is not known.</param>
    /// <returns>One JSON object.</returns>
    public static string ToJson(this BenchmarkRun run, ModelPair? pair)
    {
        ArgumentNullException.ThrowIfNull(run);
        return SummaryJson.Write(run, pair, BenchmarkMetrics.All);
    }

    /// <summary>A run as <c>summary.md</c>: the figures that answer whether the draft helps, for people.</summary>
    /// <param name="run">The run.</param>
    /// <param name="pair">The pair that was benchmarked, to be named; null where it is not known.</param>
    /// <returns>Markdown.</returns>
    public static string ToMarkdown(this BenchmarkRun run, ModelPair? pair)
    {
        ArgumentNullException.ThrowIfNull(run);
        return SummaryMarkdown.Write(run, pair, BenchmarkMetrics.All);
    }

    /// <summary>A comparison for machines.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="differences">What the runs were made with that is not the same; see <see cref="RunFolder.DifferencesAsync"/>.</param>
    /// <param name="notes">What is to be known of the runs' files; see <see cref="RequestLogContents.Notes"/>. Null for nothing.</param>
    /// <returns>One JSON object.</returns>
    public static string ToJson(this BenchmarkComparison comparison, IReadOnlyList<string> differences, IReadOnlyList<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(differences);
        return ComparisonJson.Write(comparison, differences, notes ?? []);
    }
}
