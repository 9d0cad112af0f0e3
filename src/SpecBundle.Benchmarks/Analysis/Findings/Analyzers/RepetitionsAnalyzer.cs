namespace SpeculativeDecoding.Benchmarks;

/// <summary>Repeating a greedy answer measures nothing new, however small it makes a naive error bar.</summary>
internal sealed class RepetitionsAnalyzer : IAnalyzer
{
    private const double MostEqual = 0.9;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        var repeated = cell.Records.Finished
            .Where(record => record.Output is not null)
            .GroupBy(record => (record.PromptId, record.Turn))
            .Where(samples => samples.Count() > 1)
            .ToList();
        var equal = repeated.Count(samples => samples.Select(record => record.Output).Distinct(StringComparer.Ordinal).Count() == 1);
        if (repeated.Count > 0 && equal >= MostEqual * repeated.Count)
        {
            yield return cell.Note(FindingKind.IdenticalRepetitions,
                $"The repetitions of {equal} of {repeated.Count} prompts gave the same answer: they say nothing new about acceptance, and the intervals count each prompt once. More prompts tell more than more repetitions.");
        }
    }
}
