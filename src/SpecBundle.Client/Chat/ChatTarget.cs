namespace SpeculativeDecoding;

/// <summary>What a request is written for.</summary>
/// <param name="Model">The model that it names.</param>
/// <param name="Server">What the server tells of itself; null where that is not known.</param>
/// <param name="VocabularySize">The size of the target's vocabulary, where it is known.</param>
internal sealed record ChatTarget(string Model, ServerInfo? Server, int? VocabularySize);
