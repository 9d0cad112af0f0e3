using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Kimi K2 Instruct -> AQ-MedAI/Kimi-K2-Instruct-eagle3. License modified MIT; 1 T parameters (32 B active), 1.03 TB. It runs Python code of its repository.</summary>
    public static ModelPair Kimi_K2 { get; } = new(
        new TargetModel("moonshotai/Kimi-K2-Instruct")
        {
            Gated = Recalled(false),
            License = Recalled("modified MIT"),
            TotalParameters = Verified(1_000_000_000_000L, "Miles documentation"),
            ActiveParameters = Verified(32_000_000_000L, "Miles documentation"),
            Experts = Verified(384, "Miles documentation"),
            WeightFormat = Verified(WeightFormat.Float8Blocks, ConfigCopy),
            WeightBytes = Verified(1_029_718_409_216L, "959 GiB on disk in 62 files"),
            ContextLength = Verified(131_072, ConfigCopy),
            Layers = Verified(61, ConfigCopy),
            AttentionHeads = Verified(64, ConfigCopy),
            UsesLatentAttention = true,
            KeyValueBytesPerToken = KeyValueBytes(70_272, "latent attention: 61 layers x (512 + 64) x 2 bytes"),
            VocabularySize = Verified(163_840, ConfigCopy),
            Architecture = Verified("DeepseekV3ForCausalLM", ConfigCopy),
            NeedsRemoteCode = Verified(true, "its tokenizer is tokenization_kimi.py"),
            ChatTemplate = Recalled("<|im_system|>, <|im_user|> and <|im_assistant|>, each with the role and <|im_middle|>; a default system prompt is written; tool calls are between <|tool_calls_section_begin|> tokens."),
            ToolCallParser = Parser("kimi_k2"),
        },
        new DraftModel("AQ-MedAI/Kimi-K2-Instruct-eagle3")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            License = Verified("mit", DraftCard),
            Architecture = Eagle3,
            Download = new() { Include = ["config.json", "model.safetensors"], Exclude = ["training_state.pt"], Reason = Verified("only the configuration and the weights are needed", DraftCard) },
        },
        "kimi-k2")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        RecommendedArguments =
        [
            Recommend("--trust-remote-code", null, "The tokenizer's code comes with the repository.", DraftCard),
            Recommend("--attention-backend", "flashinfer", "The backend the draft's card settled on.", DraftCard),
            Recommend("--mem-fraction-static", "0.9", "The weights leave little room: more memory for the KV cache.", DraftCard),
        ],
        DocumentedTensorParallelSize = Verified(8, DraftCard),
        SmallestHardware = Inferred("8 GPUs of 141 GB with a very small KV cache; 8 of 192 GB, or 16 of 141 GB for 128K of context", "weights and KV cache; the deployment guide uses 16"),
        Notes =
        [
            "Use no reasoning parser with this model.",
            "Published: a slowdown (0.90x) on financeqa at 7,4,8.",
        ],
        Published = new("Kimi-K2-Instruct", ["AQ-MedAI/Kimi-K2-Instruct-eagle3"]),
    };
}
