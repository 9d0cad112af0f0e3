using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Qwen3 Coder 480B-A35B Instruct -> lmsys/SGLang-EAGLE3-Qwen3-Coder-480B-A35B-Instruct-SpecForge-EigenAI. License apache-2.0; 480 B parameters (35 B active), about 960 GB.</summary>
    public static ModelPair Qwen3_Coder_480B { get; } = new(
        new TargetModel("Qwen/Qwen3-Coder-480B-A35B-Instruct")
        {
            Gated = Recalled(false),
            License = Recalled("apache-2.0"),
            TotalParameters = Verified(480_000_000_000L, TargetCard),
            ActiveParameters = Verified(35_000_000_000L, TargetCard),
            Experts = Verified(160, TargetCard),
            WeightFormat = Recalled(WeightFormat.BFloat16),
            WeightBytes = SixteenBit(480_000_000_000),
            ContextLength = Verified(262_144, TargetCard),
            Layers = Verified(62, ConfigCopy),
            AttentionHeads = Verified(96, ConfigCopy),
            KeyValueHeads = Verified(8, ConfigCopy),
            HeadSize = Verified(128, ConfigCopy),
            KeyValueBytesPerToken = KeyValueBytes(253_952),
            VocabularySize = Verified(151_936, "SpecForge, configs/qwen3-coder-480B-A35B-instruct-eagle3.json"),
            Architecture = Verified("Qwen3MoeForCausalLM", ConfigCopy),
            ChatTemplate = Verified("ChatML, without thinking blocks; tool calls are XML: <function=...><parameter=...>.", TargetCard + " and the vLLM parser documentation"),
            ToolCallParser = Parser("qwen3_coder"),
        },
        new DraftModel("lmsys/SGLang-EAGLE3-Qwen3-Coder-480B-A35B-Instruct-SpecForge-EigenAI")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Revision = Verified("b2a87592e335783be6c617c3be93ceeab99334a2", "a snapshot in use"),
            Parameters = Verified(900_000_000L, OrganizationPage),
            WeightBytes = Verified(1_825_361_100L, "1.7 GiB on disk"),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("qwen3-coder-480B-A35B-instruct-eagle3.json", "hidden 6144, MLP 16384, 96 heads, 8 KV heads of 128, context 262144; about 0.86 B parameters"),
        },
        "qwen3-coder-480b")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        DocumentsContextOverride = true,
        DocumentedTensorParallelSize = Verified(8, Cookbook + ", for the FP8 sibling"),
        SmallestHardware = Inferred("8 GPUs of 141 GB in bfloat16, with little left for KV cache; 8 of 80 GB or 4 of 141 GB with the FP8 sibling", "weights and KV cache"),
        Notes =
        [
            "The FP8 sibling has 450 GiB on disk; at a tensor parallel size of 8 it needs --ep 2 for the alignment of its blocks.",
        ],
        Published = new("Qwen3-Coder-480B-A35B-Instruct", ["lmsys/SGLang-EAGLE3-Qwen3-Coder-480B-A35B-Instruct-SpecForge-EigenAI"]),
    };
}
