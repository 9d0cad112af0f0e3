using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Ling flash 2.0 -> AQ-MedAI/Ling-Flash-2.0-eagle3. License mit; 102.9 B parameters (6.1 B active), 206 GB. It runs Python code of its repository.</summary>
    public static ModelPair Ling_Flash_2_0 { get; } = new(
        new TargetModel("inclusionAI/Ling-flash-2.0")
        {
            Revision = Verified("649f8b943c1a6db288552fd894576b66ca098c27", HubAnswer),
            Gated = Verified(false, HubAnswer),
            License = Verified("mit", HubAnswer),
            TotalParameters = Verified(102_890_000_000L, HubAnswer),
            ActiveParameters = Verified(6_100_000_000L, TargetCard),
            WeightFormat = Verified(WeightFormat.BFloat16, HubAnswer),
            WeightBytes = Verified(205_800_000_000L, HubAnswer + ", used storage, 22 shards"),
            ContextLength = Verified(32_768, TargetCard),
            Layers = Recalled(32),
            AttentionHeads = Recalled(32),
            KeyValueHeads = Recalled(4),
            HeadSize = Recalled(128),
            KeyValueBytesPerToken = KeyValueBytes(65_536),
            VocabularySize = Verified(157_184, "SpecForge, configs/ling-flash-2.0-eagle3.json"),
            Architecture = Verified("BailingMoeV2ForCausalLM", HubAnswer),
            NeedsRemoteCode = Verified(true, HubAnswer + ", auto_map"),
            ChatTemplate = Verified("<role>SYSTEM</role> is always written and always says 'detailed thinking off'; the user's role is HUMAN; every turn ends with <|role_end|>.", HubAnswer),
            ToolCallParser = Inferred("qwen", "its template writes <tool_call> as Qwen's does"),
        },
        new DraftModel("AQ-MedAI/Ling-Flash-2.0-eagle3")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Inferred(420_000_000L, "the training template"),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("ling-flash-2.0-eagle3.json", "hidden 4096, MLP 14336, 32 heads, 8 KV heads of 128, context 32768; about 0.42 B parameters"),
            Download = new() { Exclude = ["training_state.pt"], Reason = Verified("the optimizer's state", "the files of the organization's drafts") },
        },
        "ling-flash-2.0")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        RecommendedArguments =
        [
            Recommend("--trust-remote-code", null, "The model's class comes with its repository.", TargetCard),
            Recommend("--attention-backend", "fa3", "The backend the card uses; it needs a Hopper GPU.", TargetCard),
        ],
        SmallestHardware = Inferred("4 GPUs of 80 GB or 2 of 141 GB", "weights and KV cache"),
        Notes =
        [
            "128K of context needs YaRN: rope_scaling with a factor of 4, by --json-model-override-args.",
            "fa3 needs a Hopper GPU; elsewhere give another --attention-backend, which replaces it.",
        ],
        Published = new("Ling-flash-2.0", ["AQ-MedAI/Ling-Flash-2.0-eagle3"]),
    };
}
