namespace SpeculativeDecoding.Benchmarks;

/// <summary>An accuracy of some of the answers alone.</summary>
internal sealed class PartlyScoredAnalyzer : IAnalyzer
{
    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        var unscored = cell.Records.Finished.Where(record => record is { Turn: 0, Output: not null, Correct: null }).ToList();
        if (cell.Cell.Scored > 0 && unscored.Count > 0)
        {
            yield return cell.Warning(FindingKind.PartlyScored,
                $"{unscored.Count} of {unscored.Count + cell.Cell.Scored} answers are not scored ({unscored[0].ScoreNote ?? "no reason is given"}): the accuracy is that of the others.");
        }
    }
}
