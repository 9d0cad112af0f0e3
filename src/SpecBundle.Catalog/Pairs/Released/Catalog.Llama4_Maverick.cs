using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Llama 4 Maverick 17B 128E Instruct -> lmsys/sglang-EAGLE3-Llama-4-Maverick-17B-128E-Instruct-v1. License llama4, gated; about 402 B parameters (17 B active), about 804 GB.</summary>
    public static ModelPair Llama4_Maverick { get; } = new(
        new TargetModel("meta-llama/Llama-4-Maverick-17B-128E-Instruct")
        {
            Gated = Recalled(true),
            License = Recalled("llama4"),
            TotalParameters = Recalled(402_000_000_000L),
            ActiveParameters = Recalled(17_000_000_000L),
            Experts = Recalled(128),
            WeightFormat = Recalled(WeightFormat.BFloat16),
            WeightBytes = SixteenBit(402_000_000_000),
            ContextLength = Verified(1_048_576, ConfigCopy),
            Layers = Verified(48, ConfigCopy),
            AttentionHeads = Verified(40, ConfigCopy),
            KeyValueHeads = Verified(8, ConfigCopy),
            HeadSize = Verified(128, ConfigCopy),
            KeyValueBytesPerToken = KeyValueBytes(196_608, "upper bound: most layers see a chunk of 8,192 tokens only"),
            VocabularySize = Verified(202_048, TargetConfig),
            Architecture = Verified("Llama4ForConditionalGeneration", ConfigCopy),
            ChatTemplate = Verified("<|header_start|>role<|header_end|>, then the text and <|eot|>. The configuration is multimodal: the text's parameters are under text_config.", "SpecForge, specforge/data/template.py"),
            ToolCallParser = Parser("llama4"),
        },
        new DraftModel("lmsys/sglang-EAGLE3-Llama-4-Maverick-17B-128E-Instruct-v1")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Architecture = Eagle3,
        },
        "llama-4-maverick")
    {
        TrainingData = DraftTrainingData.ShareGptUltraChat,
        RecommendedArguments =
        [
            Recommend("--mem-fraction-static", "0.75", "Room beside the weights for the draft and its graphs.", DraftCard),
            Recommend("--cuda-graph-max-bs", "2", "Graphs for one or two requests only, to save memory.", DraftCard),
            Recommend("--context-length", "8192", "The full context of a million tokens needs more KV cache than is left beside the weights.", DraftCard),
            Recommend("--trust-remote-code", null, "The card passes it; SGLang has the model's class itself.", DraftCard),
            Recommend("--dtype", "bfloat16", "The number format of the draft.", DraftCard),
        ],
        DocumentedTensorParallelSize = Verified(8, DraftCard),
        SmallestHardware = Inferred("8 GPUs of 141 GB in bfloat16; 8 of 80 GB with the FP8 sibling", "weights and KV cache"),
        Notes =
        [
            "The draft's card serves the FP8 sibling meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8, about half the size, and reports an accept length of 2.45 at 3,1,4.",
        ],
    };
}
