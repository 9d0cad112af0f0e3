namespace SpeculativeDecoding;

/// <summary>A pair on this machine. Models that lie in folders of their own are null: there is nothing to fetch.</summary>
/// <param name="Target">The target.</param>
/// <param name="Draft">The draft.</param>
/// <param name="FetchedBytes">Bytes that came over the network.</param>
/// <param name="Notes">What to know, for example that a repository was renamed.</param>
public sealed record PulledPair(PulledModel? Target, PulledModel? Draft, long FetchedBytes, IReadOnlyList<string> Notes);
