namespace SpeculativeDecoding.Benchmarks;

/// <summary>A client that cannot keep up measures itself.</summary>
internal sealed class ClientAnalyzer : IAnalyzer
{
    private const double MostClientShare = 0.1;
    private const double MostLateShare = 0.05;
    private const double LeastLateSeconds = 0.01;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (cell.Cell.ClientShare is > MostClientShare and var share)
        {
            yield return cell.Warning(FindingKind.ClientSaturated,
                $"The client's own work took {100 * share:F0} % of the requests' time: the latencies are the client's as much as the server's. Run it on another machine or with fewer requests at once.");
        }

        if (cell.Cell.Latencies is { Dispatch: { } late, EndToEnd: { } whole } && late.P99Seconds > Math.Max(LeastLateSeconds, MostLateShare * whole.P50Seconds))
        {
            yield return cell.Warning(FindingKind.ClientSaturated,
                $"One request in a hundred was sent {1000 * late.P99Seconds:F0} ms or more after it was due, where the median one takes {1000 * whole.P50Seconds:F0} ms. The latencies count that wait, as a user would; the server had less to do than was meant. Run the client on another machine or with fewer requests at once.");
        }
    }
}
