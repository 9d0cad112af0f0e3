namespace SpeculativeDecoding.Cli;

/// <summary>The outcomes of one run over the prompts, and their sums.</summary>
internal sealed record GenerationRun(bool WithDraft, IReadOnlyList<GenerationOutcome> Outcomes)
{
    public IEnumerable<GenerateResult> Results => Outcomes.Select(outcome => outcome.Result).OfType<GenerateResult>();

    public bool HasFailures => Outcomes.Any(outcome => outcome.Error is not null);

    public long Tokens => Results.Sum(result => (long)(result.Statistics.CompletionTokens ?? 0));

    public TimeSpan Time => TimeSpan.FromTicks(Results.Sum(result => result.Statistics.EndToEnd.Ticks));

    /// <summary>Null where no request ended well.</summary>
    public double? TokensPerSecond => Time > TimeSpan.Zero ? Tokens / Time.TotalSeconds : null;

    /// <summary>The sums over the requests that speculated.</summary>
    public SpeculationTotals Speculation
    {
        get
        {
            var totals = new SpeculationTotals();
            foreach (var result in Results)
            {
                totals.Add(result.Statistics);
            }

            return totals;
        }
    }
}
