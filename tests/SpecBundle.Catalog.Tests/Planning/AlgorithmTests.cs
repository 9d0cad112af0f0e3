namespace SpeculativeDecoding.Tests;

/// <summary>The algorithm is a property of the draft: another one is data.</summary>
public sealed class AlgorithmTests
{
    private static readonly ModelPair Pair = new(new TargetModel("lab/model"), new DraftModel("lab/draft") { Algorithm = new SpeculativeAlgorithm("dflash") }, null);

    private const string Block = """{"architectures": ["DFlashDraftModel"], "hidden_size": 64, "num_hidden_layers": 5, "block_size": 16, "vocab_size": 100, "dflash_config": {"target_layer_ids": [1, 2], "mask_token_id": 99}}""";

    [Fact(Timeout = 30_000)]
    public void A_plan_passes_the_algorithm_of_the_draft()
    {
        var plan = Planned.Plan(Pair);

        Assert.Equal("DFLASH", plan.ValueOf("--speculative-algorithm"));
        Assert.DoesNotContain("EAGLE3", plan.ToText(), StringComparison.Ordinal);
        Assert.Equal("EAGLE3", Planned.Plan(new ModelPair("lab/model", "lab/draft")).ValueOf("--speculative-algorithm"));
    }

    [Fact(Timeout = 30_000)]
    public void An_algorithm_that_contradicts_the_drafts_is_refused_and_the_same_stands_once()
    {
        Assert.Contains("contradicts the pair's DFLASH draft", Planned.Problem(() => Planned.Plan(Pair, free: ["--speculative-algorithm", "EAGLE3"])).Message, StringComparison.Ordinal);
        Assert.Single(Planned.Plan(Pair, free: ["--speculative-algorithm", "dflash"]).CommandLine(), "DFLASH");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("0.5.10", false)]
    [InlineData("0.5.11", true)]
    [InlineData("0.5.23", true)]
    public void A_release_without_the_algorithm_is_refused(string release, bool has)
    {
        if (has)
        {
            var plan = Planned.Plan(Pair, release);
            Assert.Equal("DFLASH", plan.Algorithm!.Name);

            // How many tokens a block has is said by a file that is not here.
            Assert.Null(plan.Speculation);
            Assert.DoesNotContain(plan.CommandLine(), element => element.StartsWith("--speculative-num", StringComparison.Ordinal));
            Assert.Contains(plan.Notes, note => note.Contains("How many tokens a verify step has is said in the config.json of the draft lab/draft", StringComparison.Ordinal));
        }
        else
        {
            Assert.Contains($"SGLang {release} does not have the algorithm DFLASH", Planned.Problem(() => Planned.Plan(Pair, release)).Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 30_000)]
    public void The_embedded_server_has_EAGLE3_alone()
    {
        var pair = Catalog.Tiny with { Draft = Catalog.Tiny.Draft! with { Algorithm = new("DFLASH") } };
        Assert.Contains("The embedded server does not have the algorithm DFLASH", Planned.Problem(() => Planned.Plan(pair)).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(1, 1, 8, null)]
    [InlineData(1, 1, 16, null)]
    [InlineData(1, 1, 17, "the block of the draft has 16 tokens")]
    [InlineData(3, 1, 4, "a DFLASH draft proposes its whole block at once, so that steps and top-k are 1")]
    [InlineData(1, 4, 16, "a DFLASH draft proposes its whole block at once")]
    [InlineData(1, 1, 1, "a verify step has at least 2 tokens")]
    public void A_block_takes_fewer_tokens_and_nothing_else(int steps, int topK, int tokens, string? refused)
    {
        using var draft = new CheckpointFolder(Block);
        LaunchPlan Plan() => Planned.Plan(new ModelPair("lab/model", draft.Path), change: options => options.Speculation = new(steps, topK, tokens));

        if (refused is null)
        {
            Assert.Equal(tokens.ToString(System.Globalization.CultureInfo.InvariantCulture), Plan().ValueOf("--speculative-num-draft-tokens"));
        }
        else
        {
            var problem = Planned.Problem(Plan);
            Assert.Contains(refused, problem.Message, StringComparison.Ordinal);
            Assert.Contains("Write 1,1,16", problem.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 30_000)]
    public void A_block_that_the_user_writes_as_SGLang_does_is_passed_once()
    {
        using var draft = new CheckpointFolder(Block);
        var pair = new ModelPair("lab/model", draft.Path);

        Assert.Equal(new SpeculationSettings(1, 1, 8), Planned.Plan(pair, free: ["--speculative-num-draft-tokens", "8"]).Speculation);
        var plan = Planned.Plan(pair, free: ["--speculative-dflash-block-size", "8"]);
        Assert.Equal(("8", null), (plan.ValueOf("--speculative-dflash-block-size"), plan.ValueOf("--speculative-num-draft-tokens")));

        // Of a block that nobody knows here, one step is no number of tokens, and three are wrong whatever it is.
        Assert.Null(Planned.Plan(Pair, free: ["--speculative-num-steps", "1"]).Speculation);
        Assert.Contains("steps and top-k are 1", Planned.Problem(() => Planned.Plan(Pair, free: ["--speculative-num-steps", "3"])).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void The_algorithm_is_read_from_the_draft_and_what_is_not_here_is_taken_for_EAGLE3_with_a_note()
    {
        using var draft = new CheckpointFolder(Block);
        Assert.Equal("DFLASH", Planned.Plan(new ModelPair("lab/model", draft.Path)).Algorithm!.Name);

        var unseen = Planned.Plan(new ModelPair("lab/model", "lab/draft"));
        Assert.Equal(SpeculativeAlgorithm.Eagle3, unseen.Algorithm);
        Assert.Contains(unseen.Notes, note => note.StartsWith("The draft lab/draft is not on this machine: it is taken for an EAGLE3 one", StringComparison.Ordinal));
        Assert.Null(Planned.Plan(new ModelPair("lab/model", null)).Algorithm);

        // Of a released pair it is known.
        Assert.DoesNotContain(Planned.Plan(Catalog.Qwen3_30B).Notes, note => note.Contains("is taken for", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public void An_algorithm_that_the_draft_was_not_made_for_is_refused()
    {
        using var draft = new CheckpointFolder(Block);
        var asked = new ModelPair(new TargetModel("lab/model"), new DraftModel(draft.Path) { Algorithm = SpeculativeAlgorithm.Eagle3 }, null);

        Assert.Contains("the draft is a DFlash draft (DFlashDraftModel), made for DFLASH, and it would be started as EAGLE3", Planned.Problem(() => Planned.Plan(asked)).Message, StringComparison.Ordinal);
        Assert.Contains("would be started as EAGLE3", Planned.Problem(() => Planned.Plan(new ModelPair("lab/model", draft.Path), free: ["--speculative-algorithm", "EAGLE3"])).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void NEXTN_is_another_word_for_EAGLE()
    {
        using var draft = new CheckpointFolder("""{"architectures": ["LlamaForCausalLMEagle"], "num_hidden_layers": 1}""");

        Assert.Equal("NEXTN", Planned.Plan(new ModelPair("lab/model", draft.Path), free: ["--speculative-algorithm", "nextn"]).ValueOf("--speculative-algorithm"));
    }

    [Fact(Timeout = 30_000)]
    public void A_class_that_is_not_known_here_is_started_as_the_user_says()
    {
        using var draft = new CheckpointFolder("""{"architectures": ["SomethingNewDraft"]}""");
        var pair = new ModelPair("lab/model", draft.Path);

        Assert.Contains("DraftModel.Algorithm", Planned.Problem(() => Planned.Plan(pair)).Remedy, StringComparison.Ordinal);
        var plan = Planned.Plan(pair, free: ["--speculative-algorithm", "UNO"], version: "0.5.23");
        Assert.Equal("UNO", plan.Algorithm!.Name);
        Assert.Contains(plan.Notes, note => note.Contains("it is started as UNO, as you say", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public void A_configuration_that_the_server_is_told_otherwise_is_not_judged()
    {
        using var draft = new CheckpointFolder("""{"architectures": ["PEagleDraftModel"]}""");

        Assert.NotNull(Planned.Plan(new ModelPair("lab/model", draft.Path), free: ["--json-model-override-args", "{}"]).Speculation);
    }

    [Fact(Timeout = 30_000)]
    public void The_embedded_server_says_which_class_it_runs()
    {
        using var tiny = new TinyCopy();
        tiny.Configure("draft", "architectures", new System.Text.Json.Nodes.JsonArray("Eagle3DeepseekV2ForCausalLM"));
        var problem = Planned.Problem(() => Planned.Plan(tiny.Pair, change: options => options.Engine = LaunchEngine.Embedded));

        Assert.Contains("runs drafts of the class LlamaForCausalLMEagle3 alone", problem.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"AutoModel": "dflash.DFlashDraftModel"}""", false)]
    [InlineData("""{"AutoConfig": "configuration.X", "AutoModel": "dflash.DFlashDraftModel"}""", true)]
    [InlineData("\"anything\"", true)]
    [InlineData("null", false)]
    public void Code_that_a_draft_brings_for_its_configuration_needs_consent_as_the_targets_does(string map, bool asks)
    {
        using var draft = new CheckpointFolder(Block.Insert(1, $"\"auto_map\": {map}, "));
        var pair = new ModelPair("lab/model", draft.Path);
        if (asks)
        {
            var problem = Planned.Problem(() => Planned.Plan(pair));
            Assert.Contains($"{draft.Path} runs Python code that comes with its repository", problem.Message, StringComparison.Ordinal);
            Assert.Contains(Planned.Plan(pair, change: options => options.AllowRemoteCode = true).Notes, note => note.StartsWith($"Python code of {draft.Path} will run", StringComparison.Ordinal));
        }
        else
        {
            Assert.DoesNotContain("--trust-remote-code", Planned.Plan(pair).CommandLine());
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("EAGLE 3")]
    [InlineData("--x=1")]
    public void What_is_no_name_of_an_algorithm_is_refused(string name)
    {
        Assert.ThrowsAny<ArgumentException>(() => new SpeculativeAlgorithm(name));
        Assert.Equal(SpeculativeAlgorithm.Eagle3, new SpeculativeAlgorithm("eagle3"));
    }
}
