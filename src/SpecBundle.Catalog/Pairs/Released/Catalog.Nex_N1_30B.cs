using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Qwen3 30B-A3B Nex N1 -> nex-agi/SGLANG-EAGLE3-Qwen3-30B-A3B-Nex-N1. License unknown; 31 B parameters (3 B active), about 61 GB.</summary>
    public static ModelPair Nex_N1_30B { get; } = new(
        new TargetModel("nex-agi/Qwen3-30B-A3B-Nex-N1")
        {
            TotalParameters = Verified(31_000_000_000L, "the collection page on the Hub"),
            ActiveParameters = Verified(3_000_000_000L, "the collection page on the Hub"),
            WeightFormat = Inferred(WeightFormat.BFloat16, QwenDerivative),
            WeightBytes = Inferred(61_000_000_000L, "2 bytes for each of the 30.5 B parameters of Qwen3-30B-A3B"),
            Layers = Inferred(48, QwenDerivative),
            AttentionHeads = Inferred(32, QwenDerivative),
            KeyValueHeads = Inferred(4, QwenDerivative),
            HeadSize = Inferred(128, QwenDerivative),
            KeyValueBytesPerToken = KeyValueBytes(98_304),
            VocabularySize = Inferred(151_936, QwenDerivative),
            Architecture = Inferred("Qwen3MoeForCausalLM", QwenDerivative),
            ToolCallParser = Inferred("qwen", QwenDerivative),
        },
        new DraftModel("nex-agi/SGLANG-EAGLE3-Qwen3-30B-A3B-Nex-N1")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Verified(200_000_000L, OrganizationPage),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("qwen3-30B-A3B-eagle3.json", "hidden 2048, MLP 12288, 32 heads, 4 KV heads of 128, context 2048; about 0.18 B parameters"),
        },
        "nex-n1-30b")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        SmallestHardware = Inferred("1 GPU of 80 GB (tight); 1 of 141 GB or 2 of 80 GB", "weights and KV cache"),
        Notes =
        [
            "Licence, context length, chat template and thinking mode of the target are not known here: read its card."
        ],
    };
}
