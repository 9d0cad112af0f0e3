using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Qwen3 30B-A3B Instruct 2507 -> lmsys/SGLang-EAGLE3-Qwen3-30B-A3B-Instruct-2507-SpecForge-Nex. License apache-2.0; 30.5 B parameters (3.3 B active), about 61 GB.</summary>
    public static ModelPair Qwen3_30B { get; } = new(
        new TargetModel("Qwen/Qwen3-30B-A3B-Instruct-2507")
        {
            Gated = Recalled(false),
            License = Recalled("apache-2.0"),
            TotalParameters = Verified(30_500_000_000L, TargetCard),
            ActiveParameters = Verified(3_300_000_000L, TargetCard),
            Experts = Verified(128, TargetCard),
            WeightFormat = Recalled(WeightFormat.BFloat16),
            WeightBytes = SixteenBit(30_500_000_000),
            ContextLength = Verified(262_144, TargetCard),
            Layers = Verified(48, TargetCard),
            AttentionHeads = Verified(32, TargetCard),
            KeyValueHeads = Verified(4, TargetCard),
            HeadSize = Verified(128, "config.json of Qwen3-30B-A3B, the same architecture"),
            KeyValueBytesPerToken = KeyValueBytes(98_304),
            VocabularySize = Verified(151_936, "SpecForge, configs/qwen3-30B-A3B-eagle3.json"),
            Architecture = Recalled("Qwen3MoeForCausalLM"),
            ChatTemplate = Verified("ChatML (<|im_start|>role, <|im_end|>), without thinking blocks.", TargetCard),
            ToolCallParser = Parser("qwen"),
        },
        new DraftModel("lmsys/SGLang-EAGLE3-Qwen3-30B-A3B-Instruct-2507-SpecForge-Nex")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Verified(183_000_000L, Headers),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("qwen3-30B-A3B-eagle3.json", "hidden 2048, MLP 12288, 32 heads, 4 KV heads of 128, context 2048; about 0.18 B parameters"),
        },
        "qwen3-30b")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        DocumentsContextOverride = true,
        DocumentedTensorParallelSize = Verified(1, Cookbook + ", for H100, H200 and B200"),
        SmallestHardware = Inferred("1 GPU of 80 GB (tight); 1 of 141 GB or 2 of 80 GB", "weights and KV cache"),
        Published = new("Qwen3-30B-A3B-Instruct-2507", ["lmsys/SGLang-EAGLE3-Qwen3-30B-A3B-Instruct-2507-SpecForge"]),
    };
}
