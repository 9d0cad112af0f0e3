namespace SpeculativeDecoding.Benchmarks;

/// <summary>Several verify steps in one chunk hide when tokens came.</summary>
internal sealed class MergedChunksAnalyzer : IAnalyzer
{
    private const double MostMerged = 0.5;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        var streamed = cell.Records.Finished.Where(record => record is { ChunkTokens: not null, VerifySteps: > 0 }).ToList();
        var merged = streamed.Count(record => record.ChunkTokens!.Count(tokens => tokens > 0) < record.VerifySteps + 1);
        if (merged > MostMerged * streamed.Count)
        {
            yield return cell.Note(FindingKind.ClientSaturated,
                $"In {merged} of {streamed.Count} answers several verify steps arrived in one chunk: the server holds text back for a stop string, or the client lags. Times between tokens are coarser than the server's, and these answers are left out of the acceptance along the output.");
        }
    }
}
