namespace SpeculativeDecoding.Benchmarks;

/// <summary>A server that slows down (heat, memory, other work) makes whatever ran last look bad. The order is random, so that time alone can explain a trend.</summary>
internal sealed class DriftAnalyzer : IAnalyzer
{
    private const int FewestPrompts = 20;
    private const double LeastChange = 0.05;
    private const double Confidence = 0.99;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        var order = cell.Records.Finished.OrderBy(record => record.Session).ThenBy(record => record.SentSeconds).ToList();
        var prompts = order
            .Select((record, index) => (record.PromptId, Time: (double)index / Math.Max(1, order.Count - 1), Speed: record.Speed()))
            .Where(request => request.Speed is not null)
            .GroupBy(request => request.PromptId)
            .Select(prompt => (
                Time: prompt.Average(request => request.Time),
                Log: Math.Log(prompt.Sum(request => request.Speed!.Value.Seconds) / prompt.Sum(request => request.Speed!.Value.Tokens))))
            .ToList();
        if (prompts.Count < FewestPrompts)
        {
            yield break;
        }

        var (slope, error) = Slope(prompts);
        var change = Math.Exp(slope) - 1;
        if (Math.Abs(slope) > error * StudentT.Quantile(Confidence, prompts.Count - 2) && Math.Abs(change) >= LeastChange)
        {
            yield return cell.Warning(FindingKind.Drift,
                $"From the first request to the last the time of a token {(change > 0 ? "grew" : "fell")} by {100 * Math.Abs(change):F0} % (more than chance would do once in a hundred runs). Whatever ran early and whatever ran late do not compare: look for heat, a filling cache or other work on the machine, and run again.");
        }
    }

    private static (double Slope, double Error) Slope(List<(double Time, double Log)> prompts)
    {
        var (time, log) = (prompts.Average(prompt => prompt.Time), prompts.Average(prompt => prompt.Log));
        var squares = prompts.Sum(prompt => (prompt.Time - time) * (prompt.Time - time));
        if (squares <= 0)
        {
            return (0, double.PositiveInfinity);
        }

        var slope = prompts.Sum(prompt => (prompt.Time - time) * (prompt.Log - log)) / squares;
        var rest = prompts.Sum(prompt => Math.Pow(prompt.Log - log - (slope * (prompt.Time - time)), 2));
        return (slope, Math.Sqrt(rest / (prompts.Count - 2) / squares));
    }
}
