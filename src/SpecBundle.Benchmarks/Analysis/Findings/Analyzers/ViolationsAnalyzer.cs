namespace SpeculativeDecoding.Benchmarks;

/// <summary>Counters that contradict each other.</summary>
internal sealed class ViolationsAnalyzer : IAnalyzer
{
    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        var broken = cell.Records.Finished.Where(record => record.Violations.Count > 0).ToList();
        if (broken.Count > 0)
        {
            yield return cell.Warning(FindingKind.Violations,
                $"In {broken.Count} of {cell.Records.Finished.Count} answers the server's counters contradict each other, so that the accept length may be wrong. In {broken[0].PromptId}: {broken[0].Violations[0]}");
        }
    }
}
