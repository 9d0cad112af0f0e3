namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Greedy answers that differ from the run without draft. Speculation itself changes none; but a verify step multiplies
/// matrices of other shapes than a plain step, and in 16 bits the sums round differently, so that near ties between tokens fall
/// the other way. A real server (bfloat16, eight at a time) gave 144 of 200 equal answers; in float32, one at a time, all are.
/// </summary>
internal sealed class DifferentAnswersAnalyzer : IAnalyzer
{
    /// <summary>
    /// A judgement, not a measurement: 56 of 200 answers differing would be about two in a thousand tokens if the answers had
    /// some 150 tokens each, and five times as many are taken for more than rounding.
    /// </summary>
    private const double MostDifferencesPerToken = 0.01;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (cell is not { Baseline: { } baseline, Cell.Speedup: { } speedup } || speedup.EqualAnswers == speedup.ComparedAnswers)
        {
            yield break;
        }

        var different = speedup.ComparedAnswers - speedup.EqualAnswers;
        var same = new PairedRecords(cell.Records, baseline).Prompts.SelectMany(prompt => prompt).Sum(pair => TokensInCommon(pair.Record, pair.Other));
        if (different > MostDifferencesPerToken * same)
        {
            yield return cell.Warning(FindingKind.DifferentAnswers,
                $"{different} of {speedup.ComparedAnswers} answers differ from the run without draft, on average after {same / different:F0} tokens: too soon for rounding. Sampling above temperature 0, another chat template or a fault of the server would do this.");
        }
        else if (cell.Records.Name?.BatchSize == 1)
        {
            yield return cell.Note(FindingKind.DifferentAnswers,
                $"{speedup.EqualAnswers} of {speedup.ComparedAnswers} answers equal those of the run without draft; the others differ on average after {same / different:F0} tokens. That is rounding and normal in 16 bits; in float32, one request at a time, all should be equal.");
        }
        else
        {
            yield return cell.Note(FindingKind.DifferentAnswers,
                $"{speedup.EqualAnswers} of {speedup.ComparedAnswers} answers equal those of the run without draft; the others differ on average after {same / different:F0} tokens. That is rounding and normal for several requests at once, whose kernels change with the batch: compare the accuracy, not the text.");
        }
    }

    /// <summary>Tokens until the first difference, by the share of the text; all of them in an equal answer.</summary>
    private static double TokensInCommon(RequestRecord record, RequestRecord other)
    {
        if (record is not { Output: { Length: > 0 } output, CompletionTokens: { } tokens } || other.Output is not { } otherOutput)
        {
            return 0;
        }

        return (double)tokens * output.AsSpan().CommonPrefixLength(otherOutput) / output.Length;
    }
}
