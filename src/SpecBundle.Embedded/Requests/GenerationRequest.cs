namespace SpeculativeDecoding.Embedded;

/// <summary>One answer asked for. A null id means that the server chooses one.</summary>
internal sealed record GenerationRequest(string? RequestId, IReadOnlyList<int> InputIds, SamplingRequest Sampling, bool Stream);
