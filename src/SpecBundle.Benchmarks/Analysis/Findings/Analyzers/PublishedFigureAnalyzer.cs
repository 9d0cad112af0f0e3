namespace SpeculativeDecoding.Benchmarks;

/// <summary>A published figure that these prompts do not bear out.</summary>
internal sealed class PublishedFigureAnalyzer : IAnalyzer
{
    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (cell is not { Records.Name: { UsesDraft: true } name, Cell.AcceptLength: { } measured })
        {
            yield break;
        }

        foreach (var result in options.Published.Where(result => IsOf(result, name, cell.Cell.Workload)))
        {
            if (result.AcceptLength is { } published && !measured.Contains(published))
            {
                yield return cell.Note(FindingKind.PublishedFigure,
                    $"The published accept length of {published:F2} is not in the interval {measured.Low:F2} to {measured.High:F2} of the {measured.Estimate:F2} measured here. Which prompts, how many, their template, the length of answers and the server's release all move it.");
            }
        }
    }

    private static bool IsOf(PublishedResult result, BenchmarkConfiguration name, string workload) =>
        result.BatchSize == name.BatchSize
        && result.Speculation == name.Speculation
        && string.Equals(result.Benchmark, workload, StringComparison.OrdinalIgnoreCase);
}
