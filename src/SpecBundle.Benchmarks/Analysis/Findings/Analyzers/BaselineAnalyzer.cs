namespace SpeculativeDecoding.Benchmarks;

/// <summary>Without a run without draft nothing says whether the draft helps.</summary>
internal sealed class BaselineAnalyzer : IAnalyzer
{
    private const double MostUnpaired = 0.2;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (cell.Records.Name is not { UsesDraft: true } name)
        {
            yield break;
        }

        if (cell.Cell.Speedup is null)
        {
            yield return cell.Note(FindingKind.NoBaseline,
                $"No prompt of {cell.Cell.Workload} finished in a run without draft at the same batch, so that the speedup is unknown. Add {name.Baseline} to the configurations.");
        }
        else if (cell.Cell.Speedup.Requests < (1 - MostUnpaired) * cell.Records.Finished.Count)
        {
            yield return cell.Warning(FindingKind.NoBaseline,
                $"Only {cell.Cell.Speedup.Requests} of {cell.Records.Finished.Count} requests finished in the run without draft too: the speedup is that of these alone.");
        }
    }
}
