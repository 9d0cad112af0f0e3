namespace SpeculativeDecoding.Benchmarks;

/// <summary>Rounding turns right answers wrong as often as wrong ones right. More than that is a fault.</summary>
internal sealed class AccuracyAnalyzer : IAnalyzer
{
    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (cell.Baseline is null)
        {
            yield break;
        }

        var changes = new PairedRecords(cell.Records, cell.Baseline).Prompts
            .Select(prompt => prompt.Where(pair => pair is { Record.Correct: not null, Other.Correct: not null }).ToList())
            .Where(pairs => pairs.Count > 0)
            .Select(pairs => pairs.Average(pair => (pair.Record.Correct!.Value ? 1.0 : 0) - (pair.Other.Correct!.Value ? 1 : 0)))
            .ToList();
        if (changes.Count < ClusterBootstrap.FewClusters)
        {
            yield break;
        }

        var mean = changes.Average();
        var error = Math.Sqrt(changes.Sum(change => (change - mean) * (change - mean)) / (changes.Count - 1.0) / changes.Count);
        var half = StudentT.Quantile(options.Confidence, changes.Count - 1) * error;
        if (Math.Abs(mean) > half && mean != 0)
        {
            yield return cell.Warning(FindingKind.DifferentAnswers,
                $"The accuracy differs from the run without draft by {100 * mean:+0.0;-0.0} points ({100 * (mean - half):+0.0;-0.0} to {100 * (mean + half):+0.0;-0.0}) on the same {changes.Count} prompts. Speculation changes no answer's quality: look for other sampling, another template or a fault of the server.");
        }
    }
}
