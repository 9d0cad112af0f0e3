namespace SpeculativeDecoding.Benchmarks;

/// <summary>Too few prompts for the claim.</summary>
internal sealed class FewPromptsAnalyzer : IAnalyzer
{
    private const double Precision = 0.05;

    /// <summary>Below this a speedup is no news, and telling it would take prompts without end.</summary>
    private const double SmallestDifference = 0.01;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        var prompts = cell.Cell.Prompts;
        if (prompts < ClusterBootstrap.FewClusters)
        {
            yield return cell.Warning(FindingKind.FewPrompts,
                $"Only {prompts} {(prompts == 1 ? "prompt" : "prompts")} finished: too few for an interval that can be trusted, since prompts differ by half and more in their accept length.");
            yield break;
        }

        if (cell.Cell.AcceptLength is { } length && RelativeError(length) is > Precision and var error)
        {
            yield return cell.Note(FindingKind.FewPrompts,
                $"{prompts} prompts give the accept length to ±{100 * error:F0} %; ±{100 * Precision:F0} % would take about {Needed(prompts, error, Precision)}.");
        }

        if (cell.Cell.Speedup is not { Overall: var speedup } || !speedup.Contains(1) || !speedup.IsBounded)
        {
            yield break;
        }

        var difference = Math.Abs(Math.Log(speedup.Estimate));
        yield return difference < SmallestDifference
            ? cell.Note(FindingKind.FewPrompts, $"The draft makes no difference that these prompts could tell: {speedup.Estimate:F3} times the speed ({speedup.Low:F3} to {speedup.High:F3}).")
            : cell.Note(FindingKind.FewPrompts,
                $"Whether the draft speeds {cell.Cell.Workload} up is not decided: {speedup.Estimate:F2} times the speed ({speedup.Low:F2} to {speedup.High:F2}). A difference of this size would take about {Needed(cell.Cell.Speedup.Prompts, RelativeError(speedup), difference)} prompts.");
    }

    private static double RelativeError(ConfidenceInterval interval) => interval.IsBounded ? Math.Log(interval.High / interval.Low) / 2 : double.PositiveInfinity;

    /// <summary>An error shrinks with the square root of the prompts. Two digits: more would pretend.</summary>
    private static double Needed(int prompts, double error, double wanted)
    {
        var needed = prompts * error * error / (wanted * wanted);
        var unit = Math.Pow(10, Math.Floor(Math.Log10(needed)) - 1);
        return Math.Ceiling(needed / unit) * unit;
    }
}
