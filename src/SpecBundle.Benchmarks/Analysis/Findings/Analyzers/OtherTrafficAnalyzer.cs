namespace SpeculativeDecoding.Benchmarks;

/// <summary>A server that worked for others was slower for us.</summary>
internal sealed class OtherTrafficAnalyzer : IAnalyzer
{
    private const double MostForeign = 0.01;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        // A failed request may have had tokens that no one counted: then the server's count proves nothing.
        if (cell.Records.All.Any(record => record.CompletionTokens is null))
        {
            yield break;
        }

        var ours = cell.Records.All.Sum(record => (long)record.CompletionTokens!.Value);
        foreach (var count in options.ServerTokenCounts.Where(count => count.Configuration == cell.Cell.Configuration && count.Workload == cell.Cell.Workload))
        {
            var foreign = count.CompletionTokens - ours;
            if (foreign > MostForeign * count.CompletionTokens)
            {
                yield return cell.Warning(FindingKind.OtherTraffic,
                    $"The server generated {count.CompletionTokens} tokens in this time, and {ours} of them for this run: {100.0 * foreign / count.CompletionTokens:F0} % were for others, who took part of its speed. Acceptance is per request and stands; throughput and latency do not.");
            }
        }
    }
}
