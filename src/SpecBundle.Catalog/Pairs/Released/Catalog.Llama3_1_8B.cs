using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Llama 3.1 8B Instruct -> lmsys/SGLang-EAGLE3-Llama-3.1-8B-Instruct-SpecForge. License llama3.1, gated; 8.03 B parameters, about 16 GB.</summary>
    public static ModelPair Llama3_1_8B { get; } = new(
        new TargetModel("meta-llama/Llama-3.1-8B-Instruct")
        {
            Gated = Recalled(true),
            License = Recalled("llama3.1"),
            TotalParameters = Recalled(8_030_000_000L),
            ActiveParameters = Recalled(8_030_000_000L),
            WeightFormat = Recalled(WeightFormat.BFloat16),
            WeightBytes = SixteenBit(8_030_000_000),
            ContextLength = Recalled(131_072),
            Layers = Verified(32, ConfigCopy),
            AttentionHeads = Verified(32, ConfigCopy),
            KeyValueHeads = Verified(8, ConfigCopy),
            HeadSize = Verified(128, ConfigCopy),
            KeyValueBytesPerToken = KeyValueBytes(131_072),
            VocabularySize = Verified(128_256, "SpecForge, configs/llama3-8B-eagle3.json"),
            Architecture = Verified("LlamaForCausalLM", ConfigCopy),
            ChatTemplate = Recalled("Header tokens around the role, <|eot_id|> after each turn. The template writes the cutting knowledge date and today's date into the system block. Stops: <|eom_id|> 128008, <|eot_id|> 128009."),
            ToolCallParser = Parser("llama3"),
            Download = new() { Exclude = ["original/*"], Reason = Recalled("original/*.pth holds the weights a second time") },
        },
        new DraftModel("lmsys/SGLang-EAGLE3-Llama-3.1-8B-Instruct-SpecForge")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Verified(400_000_000L, OrganizationPage),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("llama3-8B-eagle3.json", "hidden 4096, MLP 14336, 32 heads, 8 KV heads of 128, context 2048; about 0.42 B parameters"),
        },
        "llama-3.1-8b")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        DocumentsContextOverride = true,
        DocumentedTensorParallelSize = Inferred(1, "the weights fit one GPU"),
        SmallestHardware = Inferred("1 GPU of 24 GB at a short context; 1 of 40 or 80 GB is comfortable", "weights, draft and 128 KiB of KV cache per token"),
        Published = new("Llama-3.1-8B-Instruct", ["lmsys/SGLang-EAGLE3-Llama-3.1-8B-Instruct-SpecForge"]),
    };
}
