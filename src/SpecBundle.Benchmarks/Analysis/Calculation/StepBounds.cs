namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a verify step can bring: one token at least, and at most its drafts with the bonus token. Few skewed prompts give an interval that knows no such bound.</summary>
internal static class StepBounds
{
    /// <summary>The interval with what can't be cut off; one that says nothing of the spread stays so.</summary>
    /// <param name="interval">Tokens / verify steps.</param>
    /// <param name="steps">The draft steps; null where they are not known.</param>
    /// <param name="prefill">Tokens of the prefill among those counted, for each verify step.</param>
    public static ConfidenceInterval Within(ConfidenceInterval interval, int? steps, double prefill) => interval.IsBounded && steps is > 0 and var drafts
        ? interval with { Low = Math.Min(interval.Estimate, Math.Max(interval.Low, 1)), High = Math.Max(interval.Estimate, Math.Min(interval.High, drafts + 1 + prefill)) }
        : interval;

    public static ConfidenceInterval? Within(ConfidenceInterval? interval, CellRecords cell, bool countsPrefill)
    {
        if (interval is not { } known)
        {
            return null;
        }

        var counts = cell.Finished.Select(RecordFigures.Acceptance).OfType<(double Tokens, double Steps)>().ToList();
        return Within(known, cell.Name?.Steps, countsPrefill ? counts.Count / counts.Sum(count => count.Steps) : 0);
    }
}
