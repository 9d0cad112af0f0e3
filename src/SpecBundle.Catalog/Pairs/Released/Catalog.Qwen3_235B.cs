using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Qwen3 235B-A22B Instruct 2507 -> lmsys/SGLang-EAGLE3-Qwen3-235B-A22B-Instruct-2507-SpecForge-Meituan. License apache-2.0; 235 B parameters (22 B active), about 470 GB.</summary>
    public static ModelPair Qwen3_235B { get; } = new(
        new TargetModel("Qwen/Qwen3-235B-A22B-Instruct-2507")
        {
            Gated = Recalled(false),
            License = Verified("apache-2.0", "the card of a derivative"),
            TotalParameters = Recalled(235_000_000_000L),
            ActiveParameters = Recalled(22_000_000_000L),
            Experts = Recalled(128),
            WeightFormat = Recalled(WeightFormat.BFloat16),
            WeightBytes = SixteenBit(235_000_000_000),
            ContextLength = Recalled(262_144),
            Layers = Verified(94, SameAsQwen3),
            AttentionHeads = Verified(64, SameAsQwen3),
            KeyValueHeads = Verified(4, SameAsQwen3),
            HeadSize = Verified(128, SameAsQwen3),
            KeyValueBytesPerToken = KeyValueBytes(192_512),
            VocabularySize = Verified(151_936, "SpecForge, configs/qwen3-235B-A22B-eagle3.json"),
            Architecture = Recalled("Qwen3MoeForCausalLM"),
            ChatTemplate = Verified("ChatML (<|im_start|>role, <|im_end|>), without thinking blocks.", TargetCard),
            ToolCallParser = Parser("qwen"),
        },
        new DraftModel("lmsys/SGLang-EAGLE3-Qwen3-235B-A22B-Instruct-2507-SpecForge-Meituan")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Verified(600_000_000L, "a third-party survey"),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("qwen3-235B-A22B-eagle3.json", "hidden 4096, MLP 24576, 64 heads, 4 KV heads of 128, context 40960, target layers 1, 46, 90; about 0.59 B parameters"),
        },
        "qwen3-235b")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        DocumentsContextOverride = true,
        DocumentedTensorParallelSize = Verified(8, DraftCard),
        SmallestHardware = Inferred("8 GPUs of 141 GB in bfloat16; 4 of 141 GB or 8 of 80 GB with the FP8 sibling", "weights and KV cache"),
        Notes =
        [
            "In bfloat16 it does not fit 8 GPUs of 80 GB. The sibling repository that ends in -FP8 has about half the size.",
            "The draft's card still names the repository it had before a renaming, which ended in -perfect-blend-regenerated.",
        ],
        Published = new("Qwen3-235B-A22B-Instruct-2507", ["lmsys/SGLang-EAGLE3-Qwen3-235B-A22B-Instruct-2507-SpecForge"]),
    };
}
