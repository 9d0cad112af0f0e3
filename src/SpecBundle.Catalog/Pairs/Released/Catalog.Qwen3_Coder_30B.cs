using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Qwen3 Coder 30B-A3B Instruct -> lmsys/SGLang-EAGLE3-Qwen3-Coder-30B-A3B-Instruct-SpecForge. License apache-2.0; 30.5 B parameters (3.3 B active), about 61 GB.</summary>
    public static ModelPair Qwen3_Coder_30B { get; } = new(
        new TargetModel("Qwen/Qwen3-Coder-30B-A3B-Instruct")
        {
            Gated = Recalled(false),
            License = Recalled("apache-2.0"),
            TotalParameters = Verified(30_500_000_000L, TargetCard),
            ActiveParameters = Verified(3_300_000_000L, TargetCard),
            WeightFormat = Recalled(WeightFormat.BFloat16),
            WeightBytes = SixteenBit(30_500_000_000),
            ContextLength = Verified(262_144, TargetCard),
            Layers = Verified(48, TargetCard),
            AttentionHeads = Verified(32, TargetCard),
            KeyValueHeads = Verified(4, TargetCard),
            HeadSize = Verified(128, "config.json of Qwen3-30B-A3B, the same architecture"),
            KeyValueBytesPerToken = KeyValueBytes(98_304),
            VocabularySize = Verified(151_936, "SpecForge, configs/qwen3-coder-30B-A3B-instruct-eagle3.json"),
            Architecture = Recalled("Qwen3MoeForCausalLM"),
            ChatTemplate = Verified("ChatML, without thinking blocks; tool calls are XML: <function=...><parameter=...>.", TargetCard + " and the vLLM parser documentation"),
            ToolCallParser = Parser("qwen3_coder"),
        },
        new DraftModel("lmsys/SGLang-EAGLE3-Qwen3-Coder-30B-A3B-Instruct-SpecForge")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Inferred(180_000_000L, "the training template"),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("qwen3-coder-30B-A3B-instruct-eagle3.json", "hidden 2048, MLP 12288, 32 heads, 4 KV heads of 128, context 2048; about 0.18 B parameters"),
        },
        "qwen3-coder-30b")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        DocumentsContextOverride = true,
        DocumentedTensorParallelSize = Verified(4, DraftCard + "; 1 is enough by the cookbook"),
        SmallestHardware = Inferred("1 GPU of 80 GB (tight) or 1 of 141 GB", "weights and KV cache"),
        Notes =
        [
            "The draft's card still names the repository it had before a renaming, which ended in -perfect-blend-regenerated.",
        ],
        Published = new("Qwen3-Coder-30B-A3B-Instruct", ["lmsys/SGLang-EAGLE3-Qwen3-Coder-30B-A3B-Instruct-SpecForge"]),
    };
}
