namespace SpeculativeDecoding.Benchmarks;

/// <summary>Figures of the survivors alone.</summary>
internal sealed class FailedRequestsAnalyzer : IAnalyzer
{
    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (cell.Cell.Failed > 0)
        {
            var first = cell.Records.All.OrderBy(record => record.Session).ThenBy(record => record.FinishedSeconds).First(record => record.Error is not null);
            yield return cell.Warning(FindingKind.FailedRequests,
                $"{cell.Cell.Failed} of {cell.Cell.Requests} requests failed, the first one with: {first.Error} The figures are those of the others, and long answers fail more often than short ones; what a failed request had answered is neither scored nor counted.");
        }
    }
}
