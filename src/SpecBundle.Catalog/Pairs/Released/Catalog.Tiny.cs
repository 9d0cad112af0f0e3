using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Our own small pair, trained on GSM8K and served by the embedded engine: it speculates on any machine, without a GPU or a download. It ships with the package SpecBundle.Embedded. License MIT; 7.7 M parameters, 15 MB, a context of 2,048 tokens.</summary>
    /// <remarks>Target and draft are folders inside that of the embedded server; a launch plan makes them absolute.</remarks>
    public static ModelPair Tiny { get; } = new(
        new TargetModel("./models/tiny/target")
        {
            IsBundled = true,
            Gated = Verified(false, OwnPair),
            License = Verified("mit", OwnCard),
            WeightFormat = Verified(WeightFormat.BFloat16, OwnConfig),
            WeightBytes = Verified(15_386_928L, OwnFile),
            ContextLength = Verified(2_048, OwnConfig),
            Layers = Verified(9, OwnConfig),
            AttentionHeads = Verified(4, OwnConfig),
            KeyValueHeads = Verified(2, OwnConfig),
            HeadSize = Verified(64, OwnConfig),
            KeyValueBytesPerToken = KeyValueBytes(4_608),
            VocabularySize = Verified(4_096, OwnConfig),
            Architecture = Verified("LlamaForCausalLM", OwnPair),
        },
        new DraftModel("./models/tiny/draft")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            IsBundled = true,
            License = Verified("mit", OwnCard),
            WeightBytes = Verified(2_907_536L, OwnFile),
            ContextLength = Verified(2_048, OwnConfig),
            Architecture = Verified("LlamaForCausalLMEagle3", OwnPair),
            DraftVocabularySize = Verified(2_048, OwnConfig),
        },
        "tiny")
    {
        DefaultEngine = LaunchEngine.Embedded,
        TrainingData = DraftTrainingData.Gsm8k,
    };
}
