namespace SpeculativeDecoding.Embedded;

/// <summary>The speculative counters of a request, as SGLang counts them: drafts that a stop condition cut are counted as accepted.</summary>
/// <param name="VerifySteps">Forward passes that verified drafts for it.</param>
/// <param name="AcceptedDrafts">Draft tokens accepted.</param>
/// <param name="ProposedDrafts">Draft tokens proposed: verify steps x (draft tokens - 1).</param>
/// <param name="Histogram">At index k, the steps that accepted exactly k drafts; it ends at the largest k seen.</param>
internal sealed record EngineSpeculation(int VerifySteps, int AcceptedDrafts, int ProposedDrafts, IReadOnlyList<int> Histogram);
