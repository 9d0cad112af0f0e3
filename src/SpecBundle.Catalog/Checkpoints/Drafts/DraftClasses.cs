namespace SpeculativeDecoding;

/// <summary>The model classes of drafts, as SGLang registers them. 0.5.17 was read to the last class; an algorithm that came earlier may have had fewer.</summary>
internal static class DraftClasses
{
    /// <summary>The class of an EAGLE3 head with a layer of Llama's.</summary>
    public const string Eagle3 = "LlamaForCausalLMEagle3";

    /// <summary>The class of an EAGLE3 head with latent attention, for DeepSeek and Kimi targets.</summary>
    public const string LatentEagle3 = "Eagle3DeepseekV2ForCausalLM";

    /// <summary>The release whose classes were read.</summary>
    public static readonly SglangRelease Read = new(0, 5, 17);

    private static readonly string[] Eagle = ["LlamaForCausalLMEagle", "Qwen2ForCausalLMEagle", "MistralForCausalLMEagle", "MistralLarge3ForCausalLMEagle"];
    private static readonly string[] DFlash = ["DFlashDraftModel", "DFlashLagunaForCausalLM"];
    private static readonly string[] DSpark = ["DSparkDraftModel", "Qwen3DSparkModel", "DeepseekV4ForCausalLMDSpark"];
    private static readonly string[] FrozenKeyValue = ["Gemma4AssistantForCausalLM", "Gemma4UnifiedAssistantForCausalLM"];

    private static readonly string[] MultiTokenPrediction =
    [
        "BailingMoeForCausalLMNextN", "DeepseekV3ForCausalLMNextN", "DeepseekV4ForCausalLMNextN", "Ernie4_5_MoeForCausalLMMTP", "ExaoneMoEForCausalLMMTP", "Glm4MoeForCausalLMNextN",
        "Glm4MoeLiteForCausalLMNextN", "GlmMoeDsaForCausalLMNextN", "GlmOcrForConditionalGenerationNextN", "HYV3ForCausalLMNextN", "InklingForConditionalGenerationMTP",
        "LongcatFlashForCausalLMNextN", "MiMoMTP", "MiMoV2MTP", "NemotronHForCausalLMMTP", "Qwen3MoeForCausalLMMTP", "Qwen3NextForCausalLMMTP", "Qwen3_5ForCausalLMMTP", "Step3p5MTP",
    ];

    // Whole models that SGLang, where it finds them in the draft's place, loads as the layers of theirs that predict further tokens.
    private static readonly string[] WithPrediction =
    [
        "BailingMoeForCausalLM", "BailingMoeV2ForCausalLM", "BailingMoeV2_5ForCausalLM", "DeepseekV3ForCausalLM", "DeepseekV32ForCausalLM", "DeepseekV4ForCausalLM", "Ernie4_5_MoeForCausalLM",
        "ExaoneMoEForCausalLM", "Glm4MoeForCausalLM", "Glm4MoeLiteForCausalLM", "GlmMoeDsaForCausalLM", "GlmOcrForConditionalGeneration", "HYV3ForCausalLM", "InklingForConditionalGeneration",
        "LongcatFlashForCausalLM", "MiMoForCausalLM", "MiMoV2ForCausalLM", "MiMoV2FlashForCausalLM", "NemotronHForCausalLM", "NemotronHPuzzleForCausalLM", "Qwen3MoeForCausalLM",
        "Qwen3NextForCausalLM", "Qwen3_5ForConditionalGeneration", "Qwen3_5MoeForConditionalGeneration", "Qwen3_5ForCausalLM", "Qwen3_5MoeForCausalLM", "InternS2PreviewForConditionalGeneration",
        "Step3p5ForCausalLM", "Step3p7ForConditionalGeneration",
    ];

    /// <summary>The algorithm of a class that is a draft's and nothing else; null where it is not one of these.</summary>
    public static SpeculativeAlgorithm? AlgorithmOf(string? name) =>
        name is Eagle3 or LatentEagle3 ? SpeculativeAlgorithm.Eagle3
        : Eagle.Contains(name) || MultiTokenPrediction.Contains(name) ? SpeculativeAlgorithm.Eagle
        : DFlash.Contains(name) ? SpeculativeAlgorithm.DFlash
        : DSpark.Contains(name) ? SpeculativeAlgorithm.DSpark
        : FrozenKeyValue.Contains(name) ? SpeculativeAlgorithm.FrozenKeyValue
        : null;

    public static bool IsMultiTokenPrediction(string? name) => MultiTokenPrediction.Contains(name);

    /// <summary>Whether a whole model of that class is loaded as its own layers of prediction where it is the draft.</summary>
    public static bool HasPrediction(string? name) => WithPrediction.Contains(name);

    /// <summary>Whether a class is a whole model's, as far as its name tells.</summary>
    public static bool IsWhole(string? name) => name is not null && AlgorithmOf(name) is null
        && (name.EndsWith("ForCausalLM", StringComparison.Ordinal) || name.EndsWith("ForConditionalGeneration", StringComparison.Ordinal))
        && !name.StartsWith("Eagle", StringComparison.OrdinalIgnoreCase);
}
