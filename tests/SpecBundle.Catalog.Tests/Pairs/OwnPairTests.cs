namespace SpeculativeDecoding.Tests;

public sealed class OwnPairTests
{
    private const string Head = """{"architectures": ["LlamaForCausalLMEagle3"], "draft_vocab_size": 50, "max_position_embeddings": 2048}""";

    [Fact(Timeout = 30_000)]
    public void A_pair_of_hub_names_is_planned_like_a_released_one()
    {
        var plan = Planned.Plan(new ModelPair("Qwen/Qwen3-8B", "someone/qwen3-8b-eagle3"));

        Assert.Equal("Qwen3-8B", plan.Pair.Id);
        Assert.Equal("someone/qwen3-8b-eagle3", plan.ValueOf("--speculative-draft-model-path"));
        Assert.Equal(SpeculationSettings.Default, plan.Speculation);
    }

    [Fact(Timeout = 30_000)]
    public void A_target_without_a_draft_is_decoded_plainly()
    {
        var plan = Planned.Plan(new ModelPair("Qwen/Qwen3-8B", null));

        Assert.Null(plan.Speculation);
        Assert.DoesNotContain(plan.CommandLine(), element => element.StartsWith("--speculative", StringComparison.Ordinal));
        Assert.DoesNotContain("SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN", plan.EnvironmentValues().Keys);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("", "an empty text", "Name the model.")]
    [InlineData("  ", "'  '", "Name the model.")]
    [InlineData("not a model", "'not a model'", "Write ./not a model for a folder of that name")]
    [InlineData("too/many/parts", "'too/many/parts'", "Write ./too/many/parts for a folder of that name")]
    [InlineData("https://huggingface.co/Qwen/Qwen3-8B/tree/main", "'https://huggingface.co/Qwen/Qwen3-8B/tree/main'", "Write Qwen/Qwen3-8B: the name alone, not its address.")]
    [InlineData("s3://bucket/model", "'s3://bucket/model'", "Download it, and give its folder.")]
    [InlineData("org/\0", "'org/\uFFFD'", "Write ./org/\uFFFD")]
    public void What_is_neither_a_hub_name_nor_a_folder_is_refused_at_once_with_a_way_out(string name, string shown, string hint)
    {
        var target = Assert.Throws<InvalidValueException>(() => new ModelPair(name, null));
        Assert.Equal(("TargetModel.Repository", shown), (target.Property, target.Value));
        Assert.Equal($"TargetModel.Repository is {shown}: a model is a name on the Hub (organization/model) or a folder.", target.Message);
        Assert.StartsWith(hint, target.Hint, StringComparison.Ordinal);

        Assert.Equal("DraftModel.Repository", Assert.Throws<InvalidValueException>(() => new ModelPair("org/model", name)).Property);
    }

    [Fact(Timeout = 30_000)]
    public void A_folder_that_does_not_exist_is_a_problem_of_the_plan()
    {
        var problem = Planned.Problem(() => Planned.Plan(new ModelPair("/no/such/folder", null)));
        Assert.Contains("/no/such/folder, does not exist", problem.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_folder_that_is_mistyped_is_told_from_a_name_on_the_Hub()
    {
        var here = Path.GetRelativePath(Directory.GetCurrentDirectory(), Directory.CreateDirectory("models-" + Guid.NewGuid().ToString("N")).FullName);
        try
        {
            Assert.Contains($"{here}/mine is taken for a name on the Hub: there is a folder {here} here, and no mine in it.", Planned.Plan(new ModelPair($"{here}/mine", null)).Notes);
            Assert.DoesNotContain(Planned.Plan(new ModelPair("Qwen/Qwen3-8B", null)).Notes, note => note.Contains("is taken for", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(here);
        }
    }

    [Fact(Timeout = 30_000)]
    public void Local_folders_tell_their_own_facts()
    {
        using var target = new CheckpointFolder("""{"max_position_embeddings": 4096, "num_hidden_layers": 2, "num_attention_heads": 8, "num_key_value_heads": 4, "hidden_size": 512, "vocab_size": 99}""", weightBytes: 1000);
        using var draft = new CheckpointFolder(Head, weightBytes: 100);
        var plan = Planned.Plan(new ModelPair(target.Path, draft.Path), machine: new LaunchMachine { Gpus = Machines.OneH100 });

        Assert.Equal(target.Path, plan.ValueOf("--model-path"));
        Assert.Equal("weights", plan.Sizing!.Terms[0].Name);
        Assert.Equal(1000, plan.Sizing.Terms[0].Bytes);
        Assert.Equal(4L * 2 * 4 * 64 * 4096, plan.Sizing.Terms[2].Bytes);
        Assert.Contains("2048 tokens of context", plan.Environment[0].Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_draft_with_as_long_a_context_as_the_target_needs_no_override()
    {
        using var target = new CheckpointFolder("""{"max_position_embeddings": 2048}""");
        using var draft = new CheckpointFolder(Head);

        Assert.DoesNotContain("SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN", Planned.Plan(new ModelPair(target.Path, draft.Path)).EnvironmentValues().Keys);
    }

    [Fact(Timeout = 30_000)]
    public void A_local_folder_that_brings_code_needs_consent()
    {
        using var target = new CheckpointFolder("""{"auto_map": {"AutoModel": "modeling.Model"}}""");
        var pair = new ModelPair(target.Path, null);

        Assert.Contains("PlanOptions.AllowRemoteCode", Planned.Problem(() => Planned.Plan(pair)).Remedy, StringComparison.Ordinal);
        Assert.Contains("--trust-remote-code", Planned.Plan(pair, change: options => options.AllowRemoteCode = true).CommandLine());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{bad")]
    public void A_damaged_configuration_is_said(string json)
    {
        using var target = new CheckpointFolder(json);
        var problem = Planned.Problem(() => Planned.Plan(new ModelPair(target.Path, null)));

        Assert.Equal((CheckpointProblemKind.ConfigurationUnreadable, "config.json"), (problem.Checkpoint!.Kind, problem.Checkpoint.File));
        Assert.Contains(target.Path, problem.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void What_a_configuration_does_not_say_leaves_the_facts_unknown()
    {
        using var target = new CheckpointFolder("""{"num_hidden_layers": "many", "quantization_config": 3, "text_config": 7}""");
        var plan = Planned.Plan(new ModelPair(target.Path, null), machine: new LaunchMachine { Gpus = Machines.OneH100 });

        Assert.Contains("The KV cache per token is not known", string.Join(' ', plan.Notes), StringComparison.Ordinal);
        Assert.Contains("does not say architectures, hidden_size, num_hidden_layers", string.Join(' ', plan.Notes), StringComparison.Ordinal);
    }
}
