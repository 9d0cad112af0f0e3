using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Qwen3-Next 80B-A3B Instruct FP8 -> lmsys/SGLang-EAGLE3-Qwen3-Next-80B-A3B-Instruct-FP8-perfect-blend-regenerated. License apache-2.0; 80 B parameters (3 B active), about 82 GB.</summary>
    public static ModelPair Qwen3_Next_80B { get; } = new(
        new TargetModel("Qwen/Qwen3-Next-80B-A3B-Instruct-FP8")
        {
            Gated = Recalled(false),
            License = Verified("apache-2.0", "a mirror of the card"),
            TotalParameters = Verified(80_000_000_000L, "a mirror of the card"),
            ActiveParameters = Verified(3_000_000_000L, "a mirror of the card"),
            WeightFormat = Recalled(WeightFormat.Float8Blocks),
            WeightBytes = Inferred(82_000_000_000L, "1 byte for each parameter and the scales"),
            ContextLength = Verified(262_144, "vLLM, Xinference and Google documentation"),
            Layers = Recalled(48, "12 layers of full attention, 36 gated DeltaNet; not read again"),
            AttentionHeads = Verified(16, "a Megatron test of the same configuration"),
            KeyValueHeads = Verified(2, "a Megatron test of the same configuration"),
            HeadSize = Recalled(256),
            KeyValueBytesPerToken = KeyValueBytes(24_576, "the 12 layers of full attention alone, beside a fixed DeltaNet state for each request"),
            VocabularySize = Verified(151_936, "SpecForge, configs/qwen3-next-80b-a3b-eagle3.json"),
            Architecture = Verified("Qwen3NextForCausalLM", "NeMo documentation"),
            ChatTemplate = Verified("ChatML (<|im_start|>role, <|im_end|>), without thinking blocks.", TargetCard),
            ToolCallParser = Parser("qwen"),
        },
        new DraftModel("lmsys/SGLang-EAGLE3-Qwen3-Next-80B-A3B-Instruct-FP8-perfect-blend-regenerated")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            OtherNames = ["lmsys/SGLang-EAGLE3-Qwen3-Next-80B-A3B-Instruct-FP8-SpecForge-Meituan"],
            Parameters = Inferred(210_000_000L, "the training template"),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("qwen3-next-80b-a3b-eagle3.json", "hidden 2048, MLP 16384, 16 heads, 2 KV heads of 256, context 262144; about 0.21 B parameters"),
        },
        "qwen3-next-80b")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        DocumentsContextOverride = true,
        DocumentedTensorParallelSize = Verified(4, Cookbook + ", for H100; 2 for H200 and B200"),
        SmallestHardware = Inferred("2 GPUs of 80 GB or 1 of 141 GB", "weights and KV cache"),
        Notes =
        [
            "Prefer a tensor parallel size of 4 or less: with FP8 blocks at 8, the cookbook adds --ep 2.",
            "The default Mamba strategy runs without overlap; extra_buffer with --page-size 64 enables it. Avoid --enable-mixed-chunk with it.",
            "The draft's repository seems to have been renamed to lmsys/SGLang-EAGLE3-Qwen3-Next-80B-A3B-Instruct-FP8-SpecForge-Meituan; the Hub redirects renamed repositories.",
        ],
        Published = new("Qwen3-Next-80B-A3B-Instruct-FP8", ["lmsys/SGLang-EAGLE3-Qwen3-Next-80B-A3B-Instruct-FP8-SpecForge"]),
    };
}
