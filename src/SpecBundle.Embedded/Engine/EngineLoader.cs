using System.Diagnostics;

namespace SpeculativeDecoding.Embedded;

/// <summary>Loads a target, its draft and its tokenizer, and starts the engine on them.</summary>
internal static class EngineLoader
{
    private const string TargetArchitecture = "LlamaForCausalLM";
    private const string DraftArchitecture = "LlamaForCausalLMEagle3";
    private const int PrefillRows = 256;
    private const int DefaultContexts = 8;

    /// <exception cref="CheckpointException">A checkpoint is missing, damaged, or of a kind that this engine does not run.</exception>
    public static IEngine Load(EngineOptions options, Action<EngineLoadStage>? onStage = null)
    {
        var configuration = ModelConfiguration.Read(options.ModelPath, TargetArchitecture);
        var draftConfiguration = options.DraftModelPath is null ? null : ModelConfiguration.Read(options.DraftModelPath, DraftArchitecture);
        var context = options.ContextLength ?? configuration.ContextLength;
        var slots = options.MaxTotalTokens ?? (DefaultContexts * context);
        var perSequence = Math.Max(options.NumDraftTokens, Math.Max(options.TopK, 1));
        var rows = Math.Max(PrefillRows, options.MaxRunningRequests * perSequence);
        var positions = context + options.NumSteps + options.NumDraftTokens + 1;
        var auxiliary = draftConfiguration is null ? [] : draftConfiguration.AuxiliaryLayers ?? [2, configuration.Layers / 2, configuration.Layers - 3];
        if (auxiliary.Any(layer => layer < 0 || layer >= configuration.Layers))
        {
            throw new CheckpointException(options.DraftModelPath!, $"the draft reads the layers {string.Join(", ", auxiliary)}; the target has {configuration.Layers}.");
        }

        var tokenizer = HuggingFaceTokenizer.Load(options.ModelPath);
        var workers = new Workers(options.Threads ?? Math.Min(Environment.ProcessorCount, 4));
        var clock = Stopwatch.StartNew();
        var target = new LlamaTarget(options.ModelPath, configuration, auxiliary, rows, slots, positions, workers);
        onStage?.Invoke(new EngineLoadStage(EngineLoadPart.TargetWeights, TargetArchitecture, target.WeightBytes, clock.Elapsed));
        clock.Restart();
        var draft = draftConfiguration is null
            ? null
            : new Eagle3Draft(options.DraftModelPath!, draftConfiguration, target, auxiliary.Count, rows, slots, positions, workers);
        if (draft is not null)
        {
            onStage?.Invoke(new EngineLoadStage(EngineLoadPart.DraftWeights, DraftArchitecture, draft.WeightBytes, clock.Elapsed));
        }

        var info = new EngineInfo(
            configuration.VocabularySize,
            context,
            slots,
            configuration.EosTokenIds,
            target.WeightBytes,
            draft?.WeightBytes ?? 0,
            TargetArchitecture,
            draft is null ? null : DraftArchitecture,
            configuration.DataType,
            configuration.Layers);
        onStage?.Invoke(new EngineLoadStage(EngineLoadPart.KeyValueCache, null, CacheBytes(configuration, slots) + CacheBytes(draftConfiguration, slots), TimeSpan.Zero));
        return new SpeculativeEngine(options, info, tokenizer, target, draft, workers, rows);
    }

    private static long CacheBytes(ModelConfiguration? configuration, int slots) =>
        configuration is null ? 0 : 2L * configuration.Layers * configuration.KeyValueHeads * configuration.HeadSize * sizeof(float) * slots;
}
