using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>
/// What must hold between the counters of one answer. SGLang counts drafts before it cuts the last verify step at the
/// length limit or a stop condition, so that as many tokens may be missing as the last step can hold beyond its first.
/// </summary>
internal static class CounterIdentities
{
    private const double Tolerance = 1e-6;

    public static List<string> Check(SpeculationStatistics speculation, FinishReason? finish, int retractions, ServerInfo? server)
    {
        var violations = new List<string>();
        CheckRatios(speculation, violations);
        CheckHistogram(speculation, violations);
        CheckTokens(speculation, finish, retractions, violations);
        if (server is { Speculation: { } settings, IsSpeculationAdaptive: not true })
        {
            CheckSettings(speculation, settings, retractions, violations);
        }

        return violations;
    }

    private static void CheckRatios(SpeculationStatistics speculation, List<string> violations)
    {
        var steps = speculation.VerifySteps;
        if (speculation is { ReportedAcceptLength: { } length, CompletionTokens: { } tokens } && Differ(length, (double)tokens / steps))
        {
            Add(violations, $"The server's accept length {length} is not {tokens} completion tokens / {steps} verify steps.");
        }

        if (speculation is { ReportedAcceptRate: { } rate, AcceptedDrafts: { } accepted, ProposedDrafts: > 0 and var proposed }
            && Differ(rate, (double)accepted / proposed))
        {
            Add(violations, $"The server's accept rate {rate} is not {accepted} accepted / {proposed} proposed drafts.");
        }

        if (speculation is { AcceptedDrafts: { } some, ProposedDrafts: { } all } && some > all)
        {
            Add(violations, $"{some} drafts were accepted but only {all} proposed.");
        }
    }

    private static void CheckHistogram(SpeculationStatistics speculation, List<string> violations)
    {
        if (speculation.AcceptHistogram is not { } histogram)
        {
            return;
        }

        var steps = histogram.Sum(count => (long)count);
        if (steps != speculation.VerifySteps)
        {
            Add(violations, $"The accept histogram [{string.Join(", ", histogram)}] holds {steps} steps, not the {speculation.VerifySteps} verify steps.");
        }

        var drafts = histogram.Select((count, accepted) => (long)count * accepted).Sum();
        if (speculation.AcceptedDrafts is { } acceptedDrafts && drafts != acceptedDrafts)
        {
            Add(violations, $"The accept histogram [{string.Join(", ", histogram)}] holds {drafts} accepted drafts, not {acceptedDrafts}.");
        }
    }

    private static void CheckTokens(SpeculationStatistics speculation, FinishReason? finish, int retractions, List<string> violations)
    {
        if (speculation is { CompletionTokens: { } all } && all < speculation.VerifySteps)
        {
            Add(violations, $"{all} completion tokens in {speculation.VerifySteps} verify steps cannot be: each step brings one at least.");
            return;
        }

        if (speculation is not { CompletionTokens: { } tokens, AcceptedDrafts: { } accepted })
        {
            return;
        }

        // One token from the prefill, and from each verify step its bonus token and the drafts that it accepted.
        var produced = 1L + speculation.VerifySteps + accepted;
        var cut = MissingTokens(speculation)!.Value;
        var mostCut = finish is null or { Kind: FinishKind.Other } ? 0 : DeepestStep(speculation);
        if (cut < -retractions || cut > mostCut)
        {
            // A retracted request is prefilled anew, which gives a token more.
            Add(violations, $"1 prefill token + {speculation.VerifySteps} verify steps + {accepted} accepted drafts = {produced}, but the answer has {tokens} tokens and its end ({finish}) can have cut at most {mostCut}.");
        }
    }

    private static void CheckSettings(SpeculationStatistics speculation, SpeculationSettings settings, int retractions, List<string> violations)
    {
        // Each step brings its bonus token, and no more drafts than a path of the tree has.
        var most = Math.Min(settings.Steps + 1, settings.DraftTokens);
        if (speculation.CompletionTokens is { } tokens && tokens - 1L - retractions > (long)speculation.VerifySteps * most)
        {
            Add(violations, $"{tokens} completion tokens in {speculation.VerifySteps} verify steps cannot be: a step with {settings.Steps} draft steps and {settings.DraftTokens} draft tokens brings at most {most}.");
        }
        else if (speculation is { CompletionTokens: null, ReportedAcceptLength: { } length } && length > most + 1)
        {
            Add(violations, $"The server's accept length {length} cannot be: a step with {settings.Steps} draft steps and {settings.DraftTokens} draft tokens brings at most {most}.");
        }

        var expected = (long)speculation.VerifySteps * (settings.DraftTokens - 1);
        if (speculation.ProposedDrafts is { } proposed && proposed != expected)
        {
            Add(violations, $"{proposed} drafts were proposed, not {speculation.VerifySteps} verify steps x {settings.DraftTokens - 1}.");
        }

        if (speculation.AcceptHistogram is { } histogram && DeepestStep(speculation) > settings.Steps)
        {
            Add(violations, $"The accept histogram [{string.Join(", ", histogram)}] has a step with more accepted drafts than the {settings.Steps} draft steps.");
        }
    }

    /// <summary>How many tokens of the last verify step were counted as accepted and then cut; null where the drafts are not known.</summary>
    public static long? MissingTokens(SpeculationStatistics speculation) =>
        speculation is { CompletionTokens: { } tokens, AcceptedDrafts: { } accepted } ? 1L + speculation.VerifySteps + accepted - tokens : null;

    private static int DeepestStep(SpeculationStatistics speculation)
    {
        if (speculation.AcceptHistogram is not { } histogram)
        {
            return speculation.AcceptedDrafts ?? 0;
        }

        var deepest = histogram.Count - 1;
        while (deepest > 0 && histogram[deepest] == 0)
        {
            deepest--;
        }

        return Math.Max(deepest, 0);
    }

    private static bool Differ(double left, double right) => !(Math.Abs(left - right) <= Tolerance);

    private static void Add(List<string> violations, FormattableString text) => violations.Add(text.ToString(CultureInfo.InvariantCulture));
}
