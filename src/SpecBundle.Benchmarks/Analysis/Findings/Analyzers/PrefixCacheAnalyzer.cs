namespace SpeculativeDecoding.Benchmarks;

/// <summary>Prompts that one run found in the cache and the other had to compute.</summary>
internal sealed class PrefixCacheAnalyzer : IAnalyzer
{
    private const double MostDifference = 0.1;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (cell.Baseline is { } baseline && CachedShare(cell.Records) is { } here && CachedShare(baseline) is { } there && Math.Abs(here - there) > MostDifference)
        {
            yield return cell.Warning(FindingKind.PrefixCache,
                $"{100 * here:F0} % of the prompts' tokens came from the prefix cache, and {100 * there:F0} % in the run without draft: first tokens and the speedup do not compare. Flush the cache before each configuration.");
        }
    }

    private static double? CachedShare(CellRecords cell) =>
        cell.Sums(record => record is { CachedTokens: { } cached, PromptTokens: > 0 and var prompt } ? (cached, prompt) : null) is { } sums ? sums.Left.Sum() / sums.Right.Sum() : null;
}
