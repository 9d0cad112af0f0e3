using System.Diagnostics;

namespace SpeculativeDecoding.Embedded;

/// <summary>Loads a target, its draft and its tokenizer, and starts the engine on them.</summary>
internal static class EngineLoader
{
    private const string TargetArchitecture = "LlamaForCausalLM";
    private const string DraftArchitecture = "LlamaForCausalLMEagle3";
    private const int PrefillRows = 256;
    private const int DefaultContexts = 8;
    private const int MostThreads = 4;

    /// <exception cref="ModelLoadException">A checkpoint is missing, damaged, or of a kind that this engine does not run.</exception>
    /// <exception cref="ArgumentException">The speculative numbers do not make a tree.</exception>
    public static IEngine Load(EngineOptions options, Action<EngineLoadStage>? onStage = null) => Load(options, onStage, static vocabulary => new TargetRule(vocabulary));

    /// <summary>Loads an engine that chooses tokens by a rule of the caller's.</summary>
    public static IEngine Load(EngineOptions options, Action<EngineLoadStage>? onStage, Func<int, ITokenRule> rule)
    {
        var speculates = options.DraftModelPath is not null;
        if (speculates && (options.NumSteps < 1 || options.TopK < 1 || options.NumDraftTokens < 2))
        {
            throw new ArgumentException($"With a draft, steps and top-k must be at least 1 and draft tokens at least 2; they are {options.NumSteps}, {options.TopK}, {options.NumDraftTokens}.", nameof(options));
        }

        options = speculates ? options : options with { NumSteps = 0, TopK = 0, NumDraftTokens = 0 };
        var configuration = ModelConfiguration.Read(options.ModelPath, TargetArchitecture);
        var draftConfiguration = options.DraftModelPath is null ? null : ModelConfiguration.Read(options.DraftModelPath, DraftArchitecture, isDraft: true);
        var auxiliary = AuxiliaryLayers(options, configuration, draftConfiguration);
        var context = options.ContextLength ?? configuration.ContextLength;
        var slotBytes = SlotBytes(configuration) + (draftConfiguration is null ? 0 : SlotBytes(draftConfiguration));
        var tokens = options.MaxTotalTokens ?? DefaultTokens(context, slotBytes);
        var pool = new SlotPool(tokens + (options.MaxRunningRequests * Scheduler.DraftSlots(options)));
        var rows = Math.Max(PrefillRows, options.MaxRunningRequests * Math.Max(options.NumDraftTokens, Math.Max(options.TopK, 1)));
        var positions = context + options.NumSteps + 1;
        var tokenizer = HuggingFaceTokenizer.Load(options.ModelPath);
        var workers = new Workers(options.Threads ?? Math.Min(Environment.ProcessorCount, MostThreads));
        LlamaTarget? target = null;
        Eagle3Draft? draft = null;
        try
        {
            var clock = Stopwatch.StartNew();
            target = new LlamaTarget(options.ModelPath, configuration, auxiliary, rows, pool.Total, positions, workers);
            onStage?.Invoke(new EngineLoadStage(EngineLoadPart.TargetWeights, TargetArchitecture, target.WeightBytes, clock.Elapsed));
            clock.Restart();
            if (draftConfiguration is not null)
            {
                draft = new Eagle3Draft(options.DraftModelPath!, draftConfiguration, target, rows, pool.Total, positions, workers);
                onStage?.Invoke(new EngineLoadStage(EngineLoadPart.DraftWeights, DraftArchitecture, draft.WeightBytes, clock.Elapsed));
            }

            onStage?.Invoke(new EngineLoadStage(EngineLoadPart.KeyValueCache, null, slotBytes * tokens, TimeSpan.Zero));
            var info = new EngineInfo(
                configuration.VocabularySize,
                context,
                tokens,
                configuration.EosTokenIds,
                target.WeightBytes,
                draft?.WeightBytes ?? 0,
                TargetArchitecture,
                draft is null ? null : DraftArchitecture,
                configuration.DataType,
                configuration.Layers);
            return new SpeculativeEngine(options, info, tokenizer, target, draft, workers, rule(configuration.VocabularySize), pool, rows);
        }
        catch
        {
            draft?.Dispose();
            target?.Dispose();
            workers.Dispose();
            throw;
        }
    }

    private static List<int> AuxiliaryLayers(EngineOptions options, ModelConfiguration target, ModelConfiguration? draft)
    {
        if (draft is null)
        {
            return [];
        }

        // A configuration names the layers whose output a draft reads; what enters the next layer is the same state.
        var layers = draft.AuxiliaryLayers?.Select(layer => layer + 1).ToList() ?? [2, target.Layers / 2, target.Layers - 3];
        return layers.All(layer => layer >= 0 && layer < target.Layers)
            ? layers
            : throw new ModelLoadException(options.DraftModelPath!, $"the draft reads what leaves the layers {string.Join(", ", layers.Select(layer => layer - 1))}; the target has {target.Layers}.");
    }

    /// <summary>Room for a few whole contexts, within a quarter of the memory.</summary>
    private static int DefaultTokens(int context, long slotBytes)
    {
        var affordable = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / slotBytes;
        return (int)Math.Max(Math.Min((long)DefaultContexts * context, affordable), 1);
    }

    private static long SlotBytes(ModelConfiguration configuration) =>
        2L * configuration.Layers * configuration.KeyValueHeads * configuration.HeadSize * sizeof(float);
}
