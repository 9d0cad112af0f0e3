namespace SpeculativeDecoding;

/// <summary>How a pair is called in the published data, whose labels differ from the repositories.</summary>
/// <param name="Target">The label of the target.</param>
/// <param name="Drafts">The labels of the draft.</param>
/// <param name="Warning">What to know before comparing with the baseline; null where nothing is known against it.</param>
internal sealed record PublishedLabels(string Target, IReadOnlyList<string> Drafts, string? Warning = null);
