using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>gpt-oss 20B -> zhuyksir/EAGLE3-gpt-oss-20b-bf16. License apache-2.0; 20.9 B parameters (3.6 B active), about 14 GB.</summary>
    public static ModelPair GptOss_20B { get; } = new(
        new TargetModel("openai/gpt-oss-20b")
        {
            Revision = Verified("6cee5e81ee83917806bbde320786a8fb61efebee", HubAnswer),
            Gated = Verified(false, HubAnswer),
            License = Verified("apache-2.0", HubAnswer),
            TotalParameters = Recalled(20_900_000_000L),
            ActiveParameters = Recalled(3_600_000_000L),
            Experts = Verified(32, ConfigCopy),
            WeightFormat = Verified(WeightFormat.Mxfp4, ConfigCopy),
            WeightBytes = Recalled(13_800_000_000L),
            LoadedWeightBytes = Inferred(16_130_000_000L, "15.02 GiB by the log of SGLang 0.5.17 on an H200, with random weights of these shapes: its kernels pad the experts"),
            ContextLength = Verified(131_072, ConfigCopy),
            Layers = Verified(24, ConfigCopy),
            AttentionHeads = Verified(64, ConfigCopy),
            KeyValueHeads = Verified(8, ConfigCopy),
            HeadSize = Verified(64, ConfigCopy),
            KeyValueBytesPerToken = KeyValueBytes(49_152, "upper bound: half the layers see a window of 128 tokens only"),
            VocabularySize = Verified(201_088, ConfigCopy),
            Architecture = Verified("GptOssForCausalLM", ConfigCopy),
            ChatTemplate = Verified("Harmony: channels analysis, commentary and final; the caller's system prompt becomes a developer message; ends with <|return|> or <|call|>.", "Hub API copy of openai/gpt-oss-20b"),
            ToolCallParser = Parser("gpt-oss"),
            ReasoningParser = Parser("gpt-oss"),
            Download = new() { Include = ["*.safetensors", "*.json", "chat_template.jinja", "tokenizer*"], Exclude = ["original/*", "metal/*"], Reason = Verified("original/ and metal/ hold the weights again", "the file tree on the Hub") },
        },
        new DraftModel("zhuyksir/EAGLE3-gpt-oss-20b-bf16")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Inferred(310_000_000L, "the training template"),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("gpt-oss-20B-eagle3.json", "hidden 2880, MLP 17280, 64 heads, 8 KV heads of 64, context 4096, target layers 1, 11, 21; about 0.31 B parameters"),
        },
        "gpt-oss-20b")
    {
        TrainingData = DraftTrainingData.PerfectBlend,
        DocumentsContextOverride = true,
        DocumentedTensorParallelSize = Verified(1, Cookbook),
        SmallestHardware = Verified("1 GPU of 24 GB; it fits 16 GB by OpenAI's claim", Cookbook),
        Notes =
        [
            "Measure before you rely on it: a third-party run on 2 H200 at 3,1,4 logged an accept length of only 1.08 to 1.11 with this draft, which is no benefit. Its workload was not stated.",
            "Tool calls: SGLang's gpt-oss parser drops the analysis text, so the content can be empty until the tool round completes.",
        ],
    };
}
