namespace SpeculativeDecoding.Embedded;

/// <summary>What was loaded.</summary>
internal sealed record EngineInfo(
    int VocabularySize,
    int ContextLength,
    int MaxTotalTokens,
    IReadOnlyList<int> EosTokenIds,
    long TargetWeightBytes,
    long DraftWeightBytes,
    string TargetArchitecture,
    string? DraftArchitecture,
    string DataType,
    int Layers);
