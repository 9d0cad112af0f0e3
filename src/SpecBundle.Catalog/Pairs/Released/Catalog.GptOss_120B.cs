using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>gpt-oss 120B -> lmsys/EAGLE3-gpt-oss-120b-bf16. License apache-2.0; 117 B parameters (5.1 B active), 65 GB.</summary>
    public static ModelPair GptOss_120B { get; } = new(
        new TargetModel("openai/gpt-oss-120b")
        {
            Gated = Recalled(false),
            License = Recalled("apache-2.0"),
            TotalParameters = Recalled(117_000_000_000L),
            ActiveParameters = Recalled(5_100_000_000L),
            Experts = Verified(128, ConfigCopy),
            WeightFormat = Verified(WeightFormat.Mxfp4, ConfigCopy),
            WeightBytes = Verified(65_300_000_000L, "the root files on the Hub, 14 shards"),
            ContextLength = Verified(131_072, ConfigCopy),
            Layers = Verified(36, ConfigCopy),
            AttentionHeads = Verified(64, ConfigCopy),
            KeyValueHeads = Verified(8, ConfigCopy),
            HeadSize = Verified(64, ConfigCopy),
            KeyValueBytesPerToken = KeyValueBytes(73_728, "upper bound: half the layers see a window of 128 tokens only"),
            VocabularySize = Verified(201_088, ConfigCopy),
            Architecture = Verified("GptOssForCausalLM", ConfigCopy),
            ChatTemplate = Verified("Harmony: channels analysis, commentary and final; the caller's system prompt becomes a developer message; ends with <|return|> or <|call|>.", "Hub API copy of openai/gpt-oss-20b"),
            ToolCallParser = Parser("gpt-oss"),
            ReasoningParser = Parser("gpt-oss"),
            Download = new() { Include = ["*.safetensors", "*.json", "chat_template.jinja", "tokenizer*"], Exclude = ["original/*", "metal/*"], Reason = Verified("original/ and metal/ hold the weights again", "the file tree on the Hub") },
        },
        new DraftModel("lmsys/EAGLE3-gpt-oss-120b-bf16")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Inferred(310_000_000L, "the training template"),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("gpt-oss-120B-eagle3.json", "hidden 2880, MLP 17280, 64 heads, 8 KV heads of 64, context 4096, target layers 1, 17, 33; about 0.31 B parameters"),
        },
        "gpt-oss-120b")
    {
        TrainingData = DraftTrainingData.PerfectBlend,
        DocumentsContextOverride = true,
        DocumentedTensorParallelSize = Verified(2, Cookbook + ", the EAGLE3 example with this draft; 8 in its table"),
        SmallestHardware = Verified("1 GPU of 80 GB", "the target's card"),
        Notes =
        [
            "The cookbook now pairs this target with nvidia/gpt-oss-120b-Eagle3.",
            "Tool calls: SGLang's gpt-oss parser drops the analysis text, so the content can be empty until the tool round completes.",
        ],
    };
}
