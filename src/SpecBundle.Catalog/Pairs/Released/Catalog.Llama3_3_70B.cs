using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Llama 3.3 70B Instruct -> lmsys/SGLang-EAGLE3-Llama-3.3-70B-Instruct-SpecForge. License llama3.3, gated; 70.6 B parameters, about 141 GB.</summary>
    public static ModelPair Llama3_3_70B { get; } = new(
        new TargetModel("meta-llama/Llama-3.3-70B-Instruct")
        {
            Gated = Recalled(true),
            License = Recalled("llama3.3"),
            TotalParameters = Recalled(70_600_000_000L),
            ActiveParameters = Recalled(70_600_000_000L),
            WeightFormat = Recalled(WeightFormat.BFloat16),
            WeightBytes = SixteenBit(70_600_000_000),
            ContextLength = Recalled(131_072),
            Layers = Inferred(80, SameAsLlama3_1),
            AttentionHeads = Inferred(64, SameAsLlama3_1),
            KeyValueHeads = Inferred(8, SameAsLlama3_1),
            HeadSize = Inferred(128, SameAsLlama3_1),
            KeyValueBytesPerToken = KeyValueBytes(327_680),
            VocabularySize = Verified(128_256, "SpecForge, configs/llama3-70B-ealge3.json"),
            Architecture = Inferred("LlamaForCausalLM", SameAsLlama3_1),
            ChatTemplate = Recalled("Header tokens around the role, <|eot_id|> after each turn. The template writes the cutting knowledge date and today's date into the system block. Stops: <|eom_id|> 128008, <|eot_id|> 128009."),
            ToolCallParser = Parser("llama3"),
            Download = new() { Exclude = ["original/*"], Reason = Recalled("original/*.pth holds the weights a second time") },
        },
        new DraftModel("lmsys/SGLang-EAGLE3-Llama-3.3-70B-Instruct-SpecForge")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Verified(1_000_000_000L, OrganizationPage),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("llama3-70B-ealge3.json", "hidden 8192, MLP 28672, 64 heads, 8 KV heads of 128, context 4096; about 1.40 B parameters"),
        },
        "llama-3.3-70b")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        DocumentsContextOverride = true,
        DocumentedTensorParallelSize = Verified(4, DraftCard),
        SmallestHardware = Inferred("2 GPUs of 141 GB or 4 of 80 GB", "weights and KV cache; the cookbook uses 2 for a 70B on H100 and H200"),
        Published = new(
            "Llama-3.3-70B-Instruct",
            ["lmsys/SGLang-EAGLE3-Llama-3.3-70B-Instruct-Specforge", "lmsys/SGLang-EAGLE3-Llama-3.3-70B-Instruct-Spec for ge"]),
    };
}
