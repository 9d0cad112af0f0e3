namespace SpeculativeDecoding.Tests;

public sealed class SpeculationTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("--speculative-num-steps", "5")]
    [InlineData("--speculative-num-steps", "5", "--speculative-eagle-topk", "1")]
    public void One_or_two_of_the_three_numbers_are_refused(params string[] free)
    {
        var problem = Planned.Problem(() => Planned.Free(free));
        Assert.Contains("together or none", problem.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Three_free_numbers_take_the_place_of_the_recipe()
    {
        var plan = Planned.Free("--speculative-num-steps", "5", "--speculative-eagle-topk", "3", "--speculative-num-draft-tokens=6");

        Assert.Equal(new SpeculationSettings(5, 3, 6), plan.Speculation);
        Assert.Equal(ArgumentSource.User, plan.SourceOf("--speculative-num-steps"));
        Assert.Single(plan.CommandLine(), "--speculative-num-steps");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(3, 1, 5, "3,1,4")]
    [InlineData(2, 2, 8, "2,2,7")]
    [InlineData(0, 1, 1, "3,1,4")]
    [InlineData(3, 0, 4, "3,1,4")]
    public void Numbers_that_cannot_be_are_refused_with_numbers_that_can(int steps, int topK, int draftTokens, string better)
    {
        var problem = Planned.Problem(() => Planned.Plan(Catalog.Qwen3_30B, change: options => options.Speculation = new(steps, topK, draftTokens)));
        Assert.Contains(better, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Without_the_draft_nothing_speculative_is_passed_and_the_limit_stays()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B, change: options => options.UseDraft = false);

        Assert.Null(plan.Speculation);
        Assert.DoesNotContain(plan.CommandLine(), element => element.Contains("speculative", StringComparison.Ordinal));
        Assert.Equal("48", plan.ValueOf("--max-running-requests"));
        Assert.Empty(plan.Documented().Environment);
    }

    [Fact(Timeout = 30_000)]
    public void EAGLE3_without_a_draft_is_refused_before_it_eats_the_memory()
    {
        var problem = Planned.Problem(() => Planned.Plan(new ModelPair("Qwen/Qwen3-8B", null), free: ["--speculative-algorithm", "EAGLE3"]));
        Assert.Contains("load the target as its own draft", problem.Message, StringComparison.Ordinal);
        Assert.Equal("NGRAM", Planned.Plan(new ModelPair("Qwen/Qwen3-8B", null), free: ["--speculative-algorithm", "NGRAM"]).ValueOf("--speculative-algorithm"));
    }

    [Fact(Timeout = 30_000)]
    public void Numbers_or_a_draft_path_without_a_draft_are_refused()
    {
        var plain = new ModelPair("Qwen/Qwen3-8B", null);
        Assert.Contains("plain decoding", Planned.Problem(() => Planned.Plan(plain, free: ["--speculative-num-steps", "3"])).Message, StringComparison.Ordinal);
        Assert.Contains("plain decoding", Planned.Problem(() => Planned.Plan(plain, free: ["--speculative-draft-model-path", "x/y"])).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Another_algorithm_or_draft_than_the_pairs_is_a_contradiction()
    {
        Assert.Contains("contradicts", Planned.Problem(() => Planned.Free("--speculative-algorithm", "NGRAM")).Message, StringComparison.Ordinal);
        Assert.Contains("contradicts", Planned.Problem(() => Planned.Free("--speculative-draft-model", "x/y")).Message, StringComparison.Ordinal);
        Assert.Contains("contradicts", Planned.Problem(() => Planned.Free("--model", "x/y")).Message, StringComparison.Ordinal);
        Assert.Single(Planned.Free("--speculative-algorithm", "eagle3").CommandLine(), "EAGLE3");
    }

    [Fact(Timeout = 30_000)]
    public void A_quantised_target_is_told_that_its_draft_is_not()
    {
        Assert.Equal("unquant", Planned.Plan(Catalog.GptOss_20B).ValueOf("--speculative-draft-model-quantization"));
        Assert.Equal("fp8", Planned.Plan(Catalog.GptOss_20B, free: ["--speculative-draft-model-quantization", "fp8"]).ValueOf("--speculative-draft-model-quantization"));
        Assert.Null(Planned.Plan(Catalog.Qwen3_30B).ValueOf("--speculative-draft-model-quantization"));

        var old = Planned.Plan(Catalog.GptOss_20B, "0.5.6");
        Assert.Null(old.ValueOf("--speculative-draft-model-quantization"));
        Assert.Contains(old.Notes, note => note.Contains("0.5.8", StringComparison.Ordinal));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("", "unquant")]
    [InlineData(""","quantization_config":{"quant_method":"fp8"}""", null)]
    public void A_draft_that_is_quantised_itself_is_not_told_that_it_is_not(string quantization, string? value)
    {
        using var draft = new CheckpointFolder($$"""{"architectures":["LlamaForCausalLMEagle3"],"hidden_size":2880,"vocab_size":201088,"draft_vocab_size":32000,"num_hidden_layers":1{{quantization}}}""");
        var machine = new LaunchMachine { CheckpointFolders = new Dictionary<string, string> { [Catalog.GptOss_20B.Draft!.Repository] = draft.Path } };

        Assert.Equal(value, Planned.Plan(Catalog.GptOss_20B, machine: machine).ValueOf("--speculative-draft-model-quantization"));
    }

    [Fact(Timeout = 30_000)]
    public void The_context_override_is_set_for_a_draft_of_unknown_context_and_said_aloud()
    {
        var plan = Planned.Plan(Catalog.Qwen3_30B);

        Assert.Equal("1", plan.EnvironmentValues()["SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN"]);
        Assert.Contains(plan.Notes, note => note.Contains("SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1", StringComparison.Ordinal));
        Assert.Contains("not known", plan.Environment[0].Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void The_card_of_nex_n1_32b_sets_no_override_so_only_the_launcher_does()
    {
        var plan = Planned.Plan(Catalog.Nex_N1_32B);

        Assert.Equal(ArgumentSource.Launcher, plan.Environment[0].Source);
        Assert.Empty(plan.Documented().Environment);
        Assert.EndsWith("--tp 4", plan.Documented().ToShell(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_backend_that_verifies_chains_only_is_refused_for_a_tree()
    {
        var problem = Planned.Problem(() => Planned.Plan(Catalog.Qwen3_30B, change: options => options.Speculation = new(3, 4, 8), free: ["--attention-backend", "trtllm_mha"]));
        Assert.Contains("chains only", problem.Message, StringComparison.Ordinal);
    }
}
