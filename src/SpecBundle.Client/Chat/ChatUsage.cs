using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>The counts of a request as usage: what is unknown is absent, and nothing is a mean, since usages are added.</summary>
internal static class ChatUsage
{
    public static UsageDetails Of(RequestStatistics statistics, int? reasoningTokens) => new()
    {
        InputTokenCount = statistics.PromptTokens,
        OutputTokenCount = statistics.CompletionTokens,
        TotalTokenCount = (long?)statistics.PromptTokens + statistics.CompletionTokens,
        CachedInputTokenCount = statistics.CachedTokens,
        ReasoningTokenCount = reasoningTokens,
        AdditionalCounts = Speculation(statistics.Speculation),
    };

    private static AdditionalPropertiesDictionary<long>? Speculation(SpeculationStatistics? speculation)
    {
        if (speculation is null)
        {
            return null;
        }

        var counts = new AdditionalPropertiesDictionary<long> { [ChatStatistics.VerifySteps] = speculation.VerifySteps };
        if (speculation.AcceptedDrafts is { } accepted)
        {
            counts[ChatStatistics.AcceptedDraftTokens] = accepted;
        }

        if (speculation.ProposedDrafts is { } proposed)
        {
            counts[ChatStatistics.ProposedDraftTokens] = proposed;
        }

        return counts;
    }
}
