namespace SpeculativeDecoding.Embedded;

/// <summary>A prompt in tokens and how to continue it.</summary>
internal sealed record EngineRequest(string Id, IReadOnlyList<int> InputIds, EngineSampling Sampling);
