namespace SpeculativeDecoding.Embedded;

internal enum EngineLoadPart
{
    TargetWeights,
    DraftWeights,
    KeyValueCache,
}

/// <summary>A part of loading that is done.</summary>
/// <param name="Part">Which.</param>
/// <param name="Architecture">Of the model; null for the cache.</param>
/// <param name="Bytes">Of the weights as stored, or of the cache.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record EngineLoadStage(EngineLoadPart Part, string? Architecture, long Bytes, TimeSpan Elapsed);
