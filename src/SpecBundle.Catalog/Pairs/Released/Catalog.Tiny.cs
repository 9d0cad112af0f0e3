using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Our own small pair, trained on GSM8K and served by the embedded engine: it speculates on any machine, without a GPU or a download. It ships with the package SpecBundle.Embedded.</summary>
    /// <remarks>Target and draft are folders inside that of the embedded server; a launch plan makes them absolute.</remarks>
    public static ModelPair Tiny { get; } = new(
        new TargetModel("./models/tiny/target")
        {
            IsBundled = true,
            Gated = Verified(false, OwnPair),
            Architecture = Verified("LlamaForCausalLM", OwnPair),
        },
        new DraftModel("./models/tiny/draft")
        {
            IsBundled = true,
            Architecture = Verified("LlamaForCausalLMEagle3", OwnPair),
        },
        "tiny")
    {
        DefaultEngine = LaunchEngine.Embedded,
        TrainingData = DraftTrainingData.Gsm8k,
    };
}
