namespace SpeculativeDecoding.Benchmarks;

/// <summary>A cell against the run without draft, on the requests that finished in both.</summary>
internal static class SpeedupCalculation
{
    public static Speedup? Of(PairedRecords pairs, string baseline, ClusterBootstrap bootstrap)
    {
        var sums = pairs.Sums(RecordFigures.Speed, RecordFigures.Speed);
        if (sums.Prompts == 0)
        {
            return null;
        }

        var answers = pairs.Prompts.SelectMany(prompt => prompt).Where(pair => pair is { Record.Output: not null, Other.Output: not null }).ToList();
        return new Speedup
        {
            Baseline = baseline,
            Prompts = sums.Prompts,
            Requests = sums.Requests,
            Overall = bootstrap.Of(sums.RatioOfRatios()),
            PerPrompt = bootstrap.Of(sums.MeanOfPromptRatios()),
            ComparedAnswers = answers.Count,
            EqualAnswers = answers.Count(pair => pair.Record.Output == pair.Other.Output),
        };
    }

    public static VerifyStepCost? CostOf(PairedRecords pairs, ClusterBootstrap bootstrap)
    {
        var sums = pairs.Sums(VerifySteps, PlainSteps);
        if (sums.Prompts == 0)
        {
            return null;
        }

        var ratio = bootstrap.Of(sums.RatioOfRatios());
        var tokens = pairs.Sums(record => VerifySteps(record) is null ? null : (record.CompletionTokens!.Value, record.CompletionTokens.Value - 1), PlainSteps);
        return new VerifyStepCost { VerifyStepSeconds = sums.Ratio, PlainStepSeconds = sums.OtherRatio, Ratio = ratio, BreakEvenAcceptLength = ratio.Scale(tokens.Ratio) };
    }

    private static (double Seconds, double Steps)? VerifySteps(RequestRecord record) =>
        record is { CompletionTokens: > 1, VerifySteps: > 0 and var steps } && record.DecodeSeconds() is > 0 and var seconds ? (seconds, steps) : null;

    private static (double Seconds, double Steps)? PlainSteps(RequestRecord record) =>
        record is { CompletionTokens: > 1 and var tokens, VerifySteps: null or 0 } && record.DecodeSeconds() is > 0 and var seconds ? (seconds, tokens - 1) : null;
}
