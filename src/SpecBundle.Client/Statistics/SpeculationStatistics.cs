namespace SpeculativeDecoding;

/// <summary>
/// What speculation did for one request: the server's counts, and the ratios that follow from them. A count that the
/// server did not send is null.
/// </summary>
public sealed record SpeculationStatistics
{
    /// <summary>Forward passes of the target that verified drafts, at least 1.</summary>
    public required int VerifySteps { get; init; }

    /// <summary>Tokens of the answer, the prefill's first one included.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>
    /// Draft tokens that the target accepted, without the bonus tokens. Drafts that the length limit or a stop condition
    /// then cut from the last step are still counted, as SGLang does.
    /// </summary>
    public int? AcceptedDrafts { get; init; }

    /// <summary>Draft tokens that were verified: verify steps x (draft tokens - 1), so a tree's nodes and not its depth.</summary>
    public int? ProposedDrafts { get; init; }

    /// <summary>At index k, the verify steps in which exactly k drafts were accepted. It may end at the largest k seen.</summary>
    public IReadOnlyList<int>? AcceptHistogram { get; init; }

    /// <summary>The accept length that the server reported; null where it reported none (some releases write 0 for that).</summary>
    public double? ReportedAcceptLength { get; init; }

    /// <summary>The accept rate that the server reported, from 0 to 1; null where it reported none.</summary>
    public double? ReportedAcceptRate { get; init; }

    /// <summary>Accept length as SGLang defines it: completion tokens / verify steps, bonus and first token included.</summary>
    public double? AcceptLength => CompletionTokens is { } tokens ? (double)tokens / VerifySteps : ReportedAcceptLength;

    /// <summary>(Completion tokens - 1) / verify steps: without the first token, which comes from the prefill.</summary>
    public double? TokensPerVerifyStep => CompletionTokens is { } tokens ? (tokens - 1.0) / VerifySteps : null;

    /// <summary>Accepted drafts / proposed drafts, from 0 to 1. With a tree it cannot reach 1.</summary>
    public double? AcceptRate =>
        AcceptedDrafts is { } accepted && ProposedDrafts is > 0 and var proposed ? (double)accepted / proposed : ReportedAcceptRate;

    /// <summary>The acceptance at each draft position, conditional and marginal; null where the server sent no histogram.</summary>
    public IReadOnlyList<DraftPosition>? DraftPositions =>
        AcceptHistogram is { } histogram ? DraftPosition.FromHistogram([.. histogram.Select(count => (long)count)]) : null;
}
