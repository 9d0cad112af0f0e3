namespace SpeculativeDecoding.Tests;

public sealed class CatalogTests
{
    // The table of the release: property, id, target, draft, training data.
    public static TheoryData<string, string, string, string, DraftTrainingData> Table => new()
    {
        { nameof(Catalog.Llama3_1_8B), "llama-3.1-8b", "meta-llama/Llama-3.1-8B-Instruct", "lmsys/SGLang-EAGLE3-Llama-3.1-8B-Instruct-SpecForge", DraftTrainingData.SpecBundle },
        { nameof(Catalog.Llama3_3_70B), "llama-3.3-70b", "meta-llama/Llama-3.3-70B-Instruct", "lmsys/SGLang-EAGLE3-Llama-3.3-70B-Instruct-SpecForge", DraftTrainingData.SpecBundle },
        { nameof(Catalog.Llama4_Scout), "llama-4-scout", "meta-llama/Llama-4-Scout-17B-16E-Instruct", "lmsys/SGLang-EAGLE3-Llama-4-Scout-17B-16E-Instruct-SpecForge", DraftTrainingData.SpecBundle },
        { nameof(Catalog.Llama4_Maverick), "llama-4-maverick", "meta-llama/Llama-4-Maverick-17B-128E-Instruct", "lmsys/sglang-EAGLE3-Llama-4-Maverick-17B-128E-Instruct-v1", DraftTrainingData.ShareGptUltraChat },
        { nameof(Catalog.Qwen3_30B), "qwen3-30b", "Qwen/Qwen3-30B-A3B-Instruct-2507", "lmsys/SGLang-EAGLE3-Qwen3-30B-A3B-Instruct-2507-SpecForge-Nex", DraftTrainingData.SpecBundle },
        { nameof(Catalog.Qwen3_235B), "qwen3-235b", "Qwen/Qwen3-235B-A22B-Instruct-2507", "lmsys/SGLang-EAGLE3-Qwen3-235B-A22B-Instruct-2507-SpecForge-Meituan", DraftTrainingData.SpecBundle },
        { nameof(Catalog.Qwen3_Next_80B), "qwen3-next-80b", "Qwen/Qwen3-Next-80B-A3B-Instruct-FP8", "lmsys/SGLang-EAGLE3-Qwen3-Next-80B-A3B-Instruct-FP8-perfect-blend-regenerated", DraftTrainingData.SpecBundle },
        { nameof(Catalog.Qwen3_Coder_30B), "qwen3-coder-30b", "Qwen/Qwen3-Coder-30B-A3B-Instruct", "lmsys/SGLang-EAGLE3-Qwen3-Coder-30B-A3B-Instruct-SpecForge", DraftTrainingData.SpecBundle },
        { nameof(Catalog.Qwen3_Coder_480B), "qwen3-coder-480b", "Qwen/Qwen3-Coder-480B-A35B-Instruct", "lmsys/SGLang-EAGLE3-Qwen3-Coder-480B-A35B-Instruct-SpecForge-EigenAI", DraftTrainingData.SpecBundle },
        { nameof(Catalog.Ling_Flash_2_0), "ling-flash-2.0", "inclusionAI/Ling-flash-2.0", "AQ-MedAI/Ling-Flash-2.0-eagle3", DraftTrainingData.SpecBundle },
        { nameof(Catalog.Kimi_K2), "kimi-k2", "moonshotai/Kimi-K2-Instruct", "AQ-MedAI/Kimi-K2-Instruct-eagle3", DraftTrainingData.SpecBundle },
        { nameof(Catalog.GptOss_20B), "gpt-oss-20b", "openai/gpt-oss-20b", "zhuyksir/EAGLE3-gpt-oss-20b-bf16", DraftTrainingData.PerfectBlend },
        { nameof(Catalog.GptOss_120B), "gpt-oss-120b", "openai/gpt-oss-120b", "lmsys/EAGLE3-gpt-oss-120b-bf16", DraftTrainingData.PerfectBlend },
        { nameof(Catalog.Nex_N1_30B), "nex-n1-30b", "nex-agi/Qwen3-30B-A3B-Nex-N1", "nex-agi/SGLANG-EAGLE3-Qwen3-30B-A3B-Nex-N1", DraftTrainingData.SpecBundle },
        { nameof(Catalog.Nex_N1_32B), "nex-n1-32b", "nex-agi/Qwen3-32B-Nex-N1", "nex-agi/SGLANG-EAGLE3-Qwen3-32B-Nex-N1", DraftTrainingData.SpecBundle },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Table))]
    public void A_released_pair_is_found_by_id_property_name_and_target(string property, string id, string target, string draft, DraftTrainingData data)
    {
        var pair = Catalog.Find(id);

        Assert.Equal((id, target, draft, data), (pair.Id, pair.Target.Repository, pair.Draft!.Repository, pair.TrainingData));
        Assert.Same(pair, Catalog.Find(property));
        Assert.Same(pair, Catalog.Find(target.ToUpperInvariant()));
        Assert.Same(pair, typeof(Catalog).GetProperty(property)!.GetValue(null));
    }

    [Fact(Timeout = 30_000)]
    public void The_catalog_is_the_fifteen_released_pairs_and_our_own_small_one()
    {
        Assert.Equal(Table.Count + 1, Catalog.All.Count);
        Assert.Equal(Catalog.All.Count, Catalog.All.Select(pair => pair.Id).Distinct().Count());
        Assert.Same(Catalog.Tiny, Catalog.All[^1]);
        Assert.Equal(LaunchEngine.Embedded, Catalog.Tiny.DefaultEngine);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("qwen3-30", "qwen3-30b")]
    [InlineData("lama-3.1-8b", "llama-3.1-8b")]
    [InlineData("openai/gpt-oss-20", "gpt-oss-20b")]
    [InlineData("tinny", "tiny")]
    public void A_misspelt_pair_is_answered_with_the_nearest_names(string misspelt, string meant)
    {
        var exception = Assert.Throws<UnknownPairException>(() => Catalog.Find(misspelt));

        Assert.Equal(meant, exception.Nearest[0]);
        Assert.Contains(meant, exception.Message, StringComparison.Ordinal);
        Assert.False(Catalog.TryFind(misspelt, out _));
    }

    [Fact(Timeout = 30_000)]
    public void What_nobody_knows_is_null_and_never_guessed()
    {
        Assert.All(Catalog.All.Where(pair => pair != Catalog.Tiny), pair => Assert.Null(pair.Draft!.ContextLength));
        Assert.Null(Catalog.Nex_N1_30B.Target.License);
        Assert.Null(Catalog.Nex_N1_32B.Target.ContextLength);
        Assert.Null(Catalog.Kimi_K2.Draft!.Parameters);
        Assert.Equal([Catalog.Kimi_K2, Catalog.Tiny], Catalog.All.Where(pair => pair.Draft!.License is not null));
    }

    [Fact(Timeout = 30_000)]
    public void Each_fact_says_how_sure_it_is_and_from_where()
    {
        Assert.Equal(Certainty.Verified, Catalog.Qwen3_30B.Target.ContextLength!.Certainty);
        Assert.Equal(Certainty.Recalled, Catalog.Qwen3_30B.Target.License!.Certainty);
        Assert.Equal(Certainty.Inferred, Catalog.Qwen3_30B.Target.WeightBytes!.Certainty);
        Assert.All(Catalog.All.Where(pair => pair.Target.WeightBytes is not null), pair => Assert.NotEmpty(pair.Target.WeightBytes!.Source!));
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Table))]
    public void The_KV_cache_per_token_follows_from_the_shape(string property, string id, string target, string draft, DraftTrainingData data)
    {
        _ = (property, target, draft, data);
        var model = Catalog.Find(id).Target;
        var layers = id == "qwen3-next-80b" ? 12 : model.Layers!.Value; // only those of full attention
        var expected = model.UsesLatentAttention ? layers * 576 * 2L : 2L * layers * model.KeyValueHeads!.Value * model.HeadSize!.Value * 2;

        Assert.Equal(expected, model.KeyValueBytesPerToken!.Value);
    }
}
