using static SpeculativeDecoding.Facts;

namespace SpeculativeDecoding;

public static partial class Catalog
{
    /// <summary>Llama 4 Scout 17B 16E Instruct -> lmsys/SGLang-EAGLE3-Llama-4-Scout-17B-16E-Instruct-SpecForge. License llama4, gated; about 109 B parameters (17 B active), about 218 GB.</summary>
    public static ModelPair Llama4_Scout { get; } = new(
        new TargetModel("meta-llama/Llama-4-Scout-17B-16E-Instruct")
        {
            Gated = Recalled(true),
            License = Recalled("llama4"),
            TotalParameters = Recalled(109_000_000_000L),
            ActiveParameters = Recalled(17_000_000_000L),
            Experts = Recalled(16),
            WeightFormat = Recalled(WeightFormat.BFloat16),
            WeightBytes = SixteenBit(109_000_000_000),
            ContextLength = Verified(10_485_760, ConfigCopy),
            Layers = Verified(48, ConfigCopy),
            AttentionHeads = Verified(40, ConfigCopy),
            KeyValueHeads = Verified(8, ConfigCopy),
            HeadSize = Verified(128, ConfigCopy),
            KeyValueBytesPerToken = KeyValueBytes(196_608, "upper bound: 36 of the 48 layers see a chunk of 8,192 tokens only"),
            VocabularySize = Verified(202_048, TargetConfig),
            Architecture = Verified("Llama4ForConditionalGeneration", ConfigCopy),
            ChatTemplate = Verified("<|header_start|>role<|header_end|>, then the text and <|eot|>. The configuration is multimodal: the text's parameters are under text_config.", "SpecForge, specforge/data/template.py"),
            ToolCallParser = Verified("pythonic", Cookbook),
        },
        new DraftModel("lmsys/SGLang-EAGLE3-Llama-4-Scout-17B-16E-Instruct-SpecForge")
        {
            Algorithm = SpeculativeAlgorithm.Eagle3,
            Parameters = Verified(846_000_000L, Headers),
            Architecture = Eagle3,
            DraftVocabularySize = DraftVocabulary,
            TrainingTemplate = Template("llama4-scout-17B-16E-eagle3.json", "hidden 5120, MLP 32768, 40 heads, 8 KV heads of 128, context 2048; about 0.85 B parameters"),
        },
        "llama-4-scout")
    {
        TrainingData = DraftTrainingData.SpecBundle,
        DocumentsContextOverride = true,
        RecommendedArguments =
        [
            Recommend("--context-length", "65536", "The full context of ten million tokens needs more KV cache than any single machine has.", Cookbook),
            Recommend("--dtype", "bfloat16", "The released number format.", Cookbook),
            Recommend("--mem-fraction-static", "0.75", "Room beside the weights for the draft and its graphs; conservative.", Cookbook),
        ],
        DocumentedTensorParallelSize = Verified(8, Cookbook + ", with the older v1 draft"),
        SmallestHardware = Inferred("4 GPUs of 80 GB, or 2 of 141 GB with a short context", "weights and KV cache"),
        Notes =
        [
            "The cookbook's command for Scout with EAGLE3 also passes --enable-multimodal, --trust-remote-code and --cuda-graph-max-bs 2; add what you need.",
        ],
        Published = new(
            "Llama-4-Scout-17B-16E-Instruct",
            ["lmsys/SGLang-EAGLE3-Llama-4-Scout-17B-16E-Instruct-SpecForge"],
            "The baseline is not like for like: the speedups exceed the accept length (financeqa 4.12x at 2.22), so the run without speculation was probably configured otherwise. Do not quote them as typical."),
    };
}
