namespace SpeculativeDecoding.Benchmarks;

/// <summary>A draft speeds decoding up and nothing else. A gain that lies before the first token is not the draft's.</summary>
internal sealed class FasterOutsideDecodingAnalyzer : IAnalyzer
{
    /// <summary>Less than this is no contradiction between the two ways to look at it.</summary>
    private const double Least = 1.02;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (cell is not { Baseline: { } baseline, Cell: { Speedup.Overall.Estimate: > Least and var speedup, VerifyStepCost.BreakEvenAcceptLength.Estimate: var breakEven } })
        {
            yield break;
        }

        // All on the same requests: those that finished in both.
        var pairs = new PairedRecords(cell.Records, baseline).Prompts.SelectMany(prompt => prompt).Where(pair => FirstToken(pair.Record) is not null && FirstToken(pair.Other) is not null && pair.Record.Acceptance() is not null).ToList();
        if (pairs.Count == 0)
        {
            yield break;
        }

        var length = pairs.Sum(pair => pair.Record.Acceptance()!.Value.Tokens) / pairs.Sum(pair => pair.Record.Acceptance()!.Value.Steps);
        var (here, there) = (pairs.Average(pair => FirstToken(pair.Record)!.Value), pairs.Average(pair => FirstToken(pair.Other)!.Value));
        if (Least * length < breakEven && here < there)
        {
            yield return cell.Warning(FindingKind.FasterOutsideDecoding,
                $"Requests were {speedup:F2} times as fast as without the draft, and yet decoding was slower: the draft pays from an accept length of {breakEven:F2} on, and here it is {length:F2}. The gain lies before the first token ({1000 * here:F0} ms after sending, and {1000 * there:F0} ms without the draft), where a draft does nothing. Look for a cold server, a prefix cache or other work during the run without draft, and run again.");
        }
    }

    private static double? FirstToken(RequestRecord record) => record.FirstTokenSeconds - record.SentSeconds;
}
