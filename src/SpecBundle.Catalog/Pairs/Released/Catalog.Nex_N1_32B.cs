using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Qwen3 32B Nex N1 -> nex-agi/SGLANG-EAGLE3-Qwen3-32B-Nex-N1. License unknown; 33 B parameters, about 66 GB.</summary>
    public static ModelPair Nex_N1_32B { get; } = new(
        new TargetModel("nex-agi/Qwen3-32B-Nex-N1")
        {
            TotalParameters = Verified(33_000_000_000L, "the collection page on the Hub"),
            ActiveParameters = Verified(33_000_000_000L, "the collection page on the Hub"),
            WeightFormat = Inferred(WeightFormat.BFloat16, QwenDerivative),
            WeightBytes = SixteenBit(33_000_000_000),
            Layers = Inferred(64, QwenDerivative),
            AttentionHeads = Inferred(64, QwenDerivative),
            KeyValueHeads = Inferred(8, QwenDerivative),
            HeadSize = Inferred(128, QwenDerivative),
            KeyValueBytesPerToken = KeyValueBytes(262_144),
            VocabularySize = Inferred(151_936, QwenDerivative),
            Architecture = Inferred("Qwen3ForCausalLM", QwenDerivative),
        },
        new DraftModel("nex-agi/SGLANG-EAGLE3-Qwen3-32B-Nex-N1")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Verified(800_000_000L, OrganizationPage),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("qwen3-32b-eagle3.json", "hidden 5120, MLP 25600, 64 heads, 8 KV heads of 128, context 40960; about 0.78 B parameters"),
        },
        "nex-n1-32b")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        DocumentedTensorParallelSize = Verified(4, DraftCard),
        SmallestHardware = Inferred("2 GPUs of 80 GB; 1 of 80 GB holds the weights with little KV cache", "weights and KV cache"),
        Notes =
        [
            "Licence, context length, chat template and thinking mode of the target are not known here: read its card."
        ],
    };
}
