using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>What is wrong with files, and what is said of it before anything starts.</summary>
public sealed class DamagedCheckpointTests
{
    private const string Pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 2907536\n";

    private static readonly Dictionary<string, Action<TinyCopy>> Damages = new()
    {
        ["cut short"] = tiny => tiny.Truncate("draft", 100_000),
        ["cut by a byte"] = tiny => tiny.Truncate("draft", 2_907_535),
        ["a byte too long"] = tiny => tiny.Truncate("draft", 2_907_537),
        ["cut inside its header"] = tiny => tiny.Truncate("target", 5_000),
        ["empty"] = tiny => tiny.Truncate("draft", 0),
        ["almost empty"] = tiny => tiny.Truncate("draft", 3),
        ["a pointer"] = tiny => File.WriteAllText(tiny.Of("draft", "model.safetensors"), Pointer),
        ["a pointer of another format"] = tiny =>
        {
            File.Delete(tiny.Of("draft", "model.safetensors"));
            File.WriteAllText(tiny.Of("draft", "pytorch_model.bin"), Pointer);
        },
        ["a web page"] = tiny => File.WriteAllText(tiny.Of("draft", "model.safetensors"), "<!DOCTYPE html><html>Not found</html>"),
        ["a page in another language"] = tiny => File.WriteAllText(tiny.Of("draft", "model.safetensors"), "\uFEFF<html><h1>Не найдено</h1> and nothing else on this page</html>"),
        ["a message"] = tiny => File.WriteAllText(tiny.Of("draft", "model.safetensors"), "Entry not found\n"),
        ["more layers than the weights have"] = tiny => tiny.Configure("target", "num_hidden_layers", 40),
        ["a whole model as the draft"] = tiny =>
        {
            Directory.Delete(tiny.Of("draft"), recursive: true);
            Directory.CreateSymbolicLink(tiny.Of("draft"), tiny.Of("target"));
        },
        ["target and draft swapped"] = tiny =>
        {
            Directory.Move(tiny.Of("target"), tiny.Of("other"));
            Directory.Move(tiny.Of("draft"), tiny.Of("target"));
            Directory.Move(tiny.Of("other"), tiny.Of("draft"));
        },
        ["no weights"] = tiny => File.Delete(tiny.Of("draft", "model.safetensors")),
        ["a dangling link"] = tiny =>
        {
            File.Delete(tiny.Of("draft", "model.safetensors"));
            File.CreateSymbolicLink(tiny.Of("draft", "model.safetensors"), "/no/such/blob");
        },
        ["a missing shard"] = tiny => tiny.Index("target", ("model.norm.weight", "model.safetensors"), ("lm_head.weight", "model-00002-of-00002.safetensors")),
        ["a missing shard without an index"] = tiny => File.Move(tiny.Of("target", "model.safetensors"), tiny.Of("target", "model-00001-of-00002.safetensors")),
        ["a tensor that no shard has"] = tiny => tiny.Index("target", ("model.norm.weight", "model.safetensors"), ("model.layers.99.mlp.up_proj.weight", "model.safetensors")),
        ["an index that is no JSON"] = tiny => File.WriteAllText(tiny.Of("target", WeightIndex.FileName), "{"),
        ["an index that leads out"] = tiny => tiny.Index("target", ("model.norm.weight", "../draft/model.safetensors")),
        ["an index that leads out by a way round"] = tiny => tiny.Index("target", ("model.norm.weight", "shards/../../draft/model.safetensors")),
        ["a configuration that is no JSON"] = tiny => File.WriteAllText(tiny.Of("draft", "config.json"), "{\"hidden_size\":\n"),
        ["another width"] = tiny => tiny.Configure("target", "hidden_size", 512),
        ["another feed-forward width"] = tiny => tiny.Configure("target", "intermediate_size", 512),
        ["more heads"] = tiny => tiny.Configure("target", "num_attention_heads", 8),
        ["more KV heads"] = tiny => tiny.Configure("draft", "num_key_value_heads", 4),
        ["wider heads"] = tiny => tiny.Configure("draft", "head_dim", 128),
        ["more tokens than the embedding"] = tiny =>
        {
            tiny.Configure("target", "vocab_size", 5000);
            tiny.Configure("draft", "vocab_size", 5000);
        },
        ["more proposed tokens"] = tiny => tiny.Configure("draft", "draft_vocab_size", 3000),
        ["two captured layers"] = tiny => tiny.Configure("draft", "eagle_config", JsonNode.Parse("""{"eagle_aux_hidden_state_layer_ids":[1,4]}""")),
        ["another target's width"] = tiny => tiny.Configure("draft", "target_hidden_size", 128),
        ["another target's vocabulary"] = tiny => tiny.Configure("draft", "vocab_size", 32000),
        ["a layer that the target lacks"] = tiny => tiny.Configure("draft", "eagle_config", JsonNode.Parse("""{"eagle_aux_hidden_state_layer_ids":[1,4,90]}""")),
    };

    [Theory(Timeout = 30_000)]
    [InlineData("cut short", CheckpointProblemKind.FileTooShort, "model.safetensors", 100_000L, 2_907_536L, "100,000 bytes long, and its header says 2,907,536: 2,807,536 bytes are missing")]
    [InlineData("cut by a byte", CheckpointProblemKind.FileTooShort, "model.safetensors", 2_907_535L, 2_907_536L, "1 bytes are missing")]
    [InlineData("a byte too long", CheckpointProblemKind.FileTooLong, "model.safetensors", 2_907_537L, 2_907_536L, "1 bytes are too many")]
    [InlineData("cut inside its header", CheckpointProblemKind.FileTooShort, "model.safetensors", 5_000L, 9_008L, "4,008 bytes are missing")]
    [InlineData("empty", CheckpointProblemKind.FileTooShort, "model.safetensors", 0L, 8L, "draft is empty.")]
    [InlineData("almost empty", CheckpointProblemKind.FileTooShort, "model.safetensors", 3L, 8L, "is 3 bytes long, too short for any weights")]
    [InlineData("a pointer", CheckpointProblemKind.LfsPointer, "model.safetensors", 69L, null, "git lfs pull")]
    [InlineData("a pointer of another format", CheckpointProblemKind.LfsPointer, "pytorch_model.bin", null, null, "git lfs pull")]
    [InlineData("a web page", CheckpointProblemKind.HeaderUnreadable, "model.safetensors", null, null, "is text, not weights: it begins with \"<!DOCTYPE html><html>Not found</html>\"")]
    [InlineData("a page in another language", CheckpointProblemKind.HeaderUnreadable, "model.safetensors", null, null, "is text, not weights: it begins with \"<html><h1>  ")]
    [InlineData("a message", CheckpointProblemKind.HeaderUnreadable, "model.safetensors", null, null, "is text, not weights: it begins with \"Entry not found\"")]
    [InlineData("more layers than the weights have", CheckpointProblemKind.LayersMissing, "config.json", 9L, 40L, "they end with layer 8, and its config.json asks for the layers 0 to 39 (num_hidden_layers)")]
    [InlineData("a whole model as the draft", CheckpointProblemKind.DraftUnsupported, "config.json", null, null, "is a whole model (LlamaForCausalLM of 9 layers), and no EAGLE3 draft, and it is not smaller than the target")]
    [InlineData("target and draft swapped", CheckpointProblemKind.SwappedRoles, "config.json", null, null, "is an EAGLE3 draft (LlamaForCausalLMEagle3): were target and draft swapped?")]
    [InlineData("no weights", CheckpointProblemKind.WeightsMissing, null, null, null, "has no weights")]
    [InlineData("a dangling link", CheckpointProblemKind.WeightsMissing, null, null, null, "has no weights")]
    [InlineData("a missing shard", CheckpointProblemKind.ShardMissing, "model-00002-of-00002.safetensors", 1L, 2L, "model-00002-of-00002.safetensors")]
    [InlineData("a missing shard without an index", CheckpointProblemKind.ShardMissing, "model-00002-of-00002.safetensors", 1L, 2L, "model-00002-of-00002.safetensors")]
    [InlineData("a tensor that no shard has", CheckpointProblemKind.TensorMissing, "model.safetensors", 83L, 84L, "lacks model.layers.99.mlp.up_proj.weight")]
    [InlineData("an index that is no JSON", CheckpointProblemKind.IndexUnreadable, "model.safetensors.index.json", null, null, "not JSON")]
    [InlineData("an index that leads out", CheckpointProblemKind.IndexUnreadable, "model.safetensors.index.json", null, null, "outside of the folder")]
    [InlineData("an index that leads out by a way round", CheckpointProblemKind.IndexUnreadable, "model.safetensors.index.json", null, null, "outside of the folder")]
    [InlineData("a configuration that is no JSON", CheckpointProblemKind.ConfigurationUnreadable, "config.json", null, null, "not JSON (line 2)")]
    [InlineData("another feed-forward width", CheckpointProblemKind.ShapeMismatch, "model.safetensors", 704L, 512L, "(intermediate_size)")]
    [InlineData("more heads", CheckpointProblemKind.ShapeMismatch, "model.safetensors", 256L, 512L, "(num_attention_heads x head_dim)")]
    [InlineData("more KV heads", CheckpointProblemKind.ShapeMismatch, "model.safetensors", 128L, 256L, "(num_key_value_heads x head_dim)")]
    [InlineData("wider heads", CheckpointProblemKind.ShapeMismatch, "model.safetensors", 128L, 256L, "head_dim")]
    [InlineData("more tokens than the embedding", CheckpointProblemKind.ShapeMismatch, "model.safetensors", 4096L, 5000L, "model.embed_tokens.weight")]
    [InlineData("more proposed tokens", CheckpointProblemKind.ShapeMismatch, "model.safetensors", 2048L, 3000L, "(draft_vocab_size)")]
    [InlineData("two captured layers", CheckpointProblemKind.ShapeMismatch, "model.safetensors", 768L, 512L, "fc.weight in model.safetensors is 256 x 768, and its config.json asks for 512 (2 captured layers x 256 of the target)")]
    [InlineData("another target's vocabulary", CheckpointProblemKind.DraftMismatch, "config.json", null, null, "the target has 4096 tokens, the draft knows 32000")]
    [InlineData("a layer that the target lacks", CheckpointProblemKind.DraftMismatch, "config.json", null, null, "the draft reads layer 90 of the target, which has layers 0 to 8")]
    public void What_is_wrong_is_said_with_file_and_numbers(string damage, CheckpointProblemKind kind, string? file, long? found, long? expected, string said)
    {
        using var tiny = new TinyCopy();
        Damages[damage](tiny);
        var problem = Planned.Problem(() => Planned.Plan(tiny.Pair));

        Assert.Equal((kind, file, found, expected), (problem.Checkpoint!.Kind, problem.Checkpoint.File, problem.Checkpoint.Found, problem.Checkpoint.Expected));
        Assert.Contains(said, problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(problem.Checkpoint.Checkpoint, problem.Message, StringComparison.Ordinal);

        // A folder of one's own is in no cache.
        Assert.DoesNotContain("cache", problem.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("hf download", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("another width", CheckpointProblemKind.ShapeMismatch, CheckpointProblemKind.DraftMismatch)]
    [InlineData("another target's width", CheckpointProblemKind.ShapeMismatch, CheckpointProblemKind.DraftMismatch)]
    public void Two_contradictions_are_both_said(string damage, params CheckpointProblemKind[] kinds)
    {
        using var tiny = new TinyCopy();
        Damages[damage](tiny);
        var refused = Assert.Throws<LaunchPlanException>(() => Planned.Plan(tiny.Pair));

        Assert.Equal(kinds, refused.Problems.Select(problem => problem.Checkpoint!.Kind));
    }

    [Fact(Timeout = 30_000)]
    public void The_undamaged_pair_is_planned_without_a_word_about_its_files()
    {
        using var tiny = new TinyCopy();

        Assert.DoesNotContain(Planned.Plan(tiny.Pair).Notes, note => note.Contains(tiny.Of(""), StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public void A_folder_without_a_tokenizer_is_planned_with_a_note()
    {
        using var tiny = new TinyCopy();
        File.Delete(tiny.Of("target", "tokenizer.json"));

        Assert.Contains(Planned.Plan(tiny.Pair).Notes, note => note.StartsWith($"{tiny.Of("target")} has no tokenizer", StringComparison.Ordinal));
        string[][] answers = [["--skip-tokenizer-init"], ["--tokenizer-path", "/models/tokenizer"]];
        Assert.All(answers, free => Assert.DoesNotContain(Planned.Plan(tiny.Pair, free: free).Notes, note => note.Contains("no tokenizer", StringComparison.Ordinal)));
        File.WriteAllText(tiny.Of("target", "tiktoken.model"), "");
        Assert.DoesNotContain(Planned.Plan(tiny.Pair).Notes, note => note.Contains("no tokenizer", StringComparison.Ordinal));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("SomethingNewForCausalLM", "model.layers.0.")]
    [InlineData("LlamaForCausalLM", "model.blocks.0.")]
    public void Layers_are_not_counted_where_their_names_are_not_known(string architecture, string layer)
    {
        var config = ReleasedShapes.Config(architecture, "llama", 64, 128, 40, 4, 4, 16, 100);
        using var target = new SyntheticCheckpoint(config.ToJsonString(), ReleasedShapes.Weight("model.embed_tokens", 100, 64), ReleasedShapes.Weight(layer + "norm", 64));

        Assert.NotNull(Planned.Plan(new ModelPair(target.Path, null)));
    }

    [Fact(Timeout = 30_000)]
    public void Layers_are_not_counted_where_a_shard_is_missing()
    {
        using var tiny = new TinyCopy();
        tiny.Configure("target", "num_hidden_layers", 40);
        File.Move(tiny.Of("target", "model.safetensors"), tiny.Of("target", "model-00001-of-00002.safetensors"));

        Assert.Equal(CheckpointProblemKind.ShardMissing, Planned.Problem(() => Planned.Plan(tiny.Pair)).Checkpoint!.Kind);
    }

    [Fact(Timeout = 30_000)]
    public void What_may_have_a_reason_is_a_note()
    {
        using var tiny = new TinyCopy();
        tiny.Configure("draft", "target_model_type", "qwen3");
        tiny.Configure("target", "architectures", new JsonArray("SomethingNewForCausalLM"));
        tiny.Configure("target", "vocab_size", 5000);
        tiny.Configure("draft", "vocab_size", 5000);
        var notes = string.Join('\n', Planned.Plan(tiny.Pair).Notes);

        Assert.Contains("made for a target of the type qwen3, and this one is llama", notes, StringComparison.Ordinal);
        Assert.Contains("model.embed_tokens.weight in model.safetensors is 4096 x 256", notes, StringComparison.Ordinal);
        Assert.Contains("t2d in model.safetensors is 4096", notes, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Numbers_that_only_Python_reads_do_not_hide_the_code_that_a_model_brings()
    {
        using var tiny = new TinyCopy();
        tiny.Configure("target", "auto_map", JsonNode.Parse("""{"AutoModel":"modeling.X"}"""));
        var text = File.ReadAllText(tiny.Of("target", "config.json"));
        File.WriteAllText(tiny.Of("target", "config.json"), text.Insert(1, """ "limits": [-Infinity, Infinity, NaN, "Infinity"], """));

        Assert.Contains("PlanOptions.AllowRemoteCode", Planned.Problem(() => Planned.Plan(tiny.Pair)).Remedy, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("2.5")]
    [InlineData("-1")]
    [InlineData("1e30")]
    public void A_size_that_no_model_has_is_refused_by_name(string size)
    {
        using var tiny = new TinyCopy();
        tiny.Configure("target", "hidden_size", JsonNode.Parse(size));

        Assert.Contains($"says hidden_size {size}, and no model has that", Planned.Problem(() => Planned.Plan(tiny.Pair)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_server_that_makes_weights_up_needs_none()
    {
        using var tiny = new TinyCopy();
        File.Delete(tiny.Of("target", "model.safetensors"));

        Assert.NotNull(Planned.Plan(tiny.Pair, free: ["--load-format", "dummy", "--speculative-draft-load-format", "auto"]));
        tiny.Truncate("draft", 100_000);
        Assert.NotNull(Planned.Plan(tiny.Pair, free: ["--load-format", "dummy"]));
        Assert.Equal(CheckpointProblemKind.FileTooShort, Planned.Problem(() => Planned.Plan(tiny.Pair, free: ["--load-format", "dummy", "--speculative-draft-load-format", "auto"])).Checkpoint!.Kind);
    }

    [Fact(Timeout = 30_000)]
    public void A_configuration_that_the_server_is_told_otherwise_is_not_held_against_the_weights()
    {
        using var tiny = new TinyCopy();
        tiny.Configure("target", "intermediate_size", 512);

        Assert.NotNull(Planned.Plan(tiny.Pair, free: ["--json-model-override-args", """{"intermediate_size":704}"""]));
    }

    [Fact(Timeout = 30_000)]
    public void The_draft_and_the_target_of_the_cache_are_looked_at_like_folders()
    {
        using var tiny = new TinyCopy();
        tiny.Configure("draft", "max_position_embeddings", 1024);
        var pair = new ModelPair("org/target", "org/draft");
        var machine = new LaunchMachine { CheckpointFolders = new Dictionary<string, string> { ["org/target"] = tiny.Of("target"), ["org/draft"] = tiny.Of("draft") } };

        Assert.Contains("says 1024 tokens of context", string.Join('\n', Planned.Plan(pair, machine: machine).Notes), StringComparison.Ordinal);
        tiny.Truncate("draft", 100_000);
        var problem = Planned.Problem(() => Planned.Plan(pair, machine: machine));
        Assert.Contains("HubClient.RemoveCachedModels", problem.Remedy, StringComparison.Ordinal);

        // What the cache does not hold whole is still to be pulled.
        File.Delete(tiny.Of("draft", "model.safetensors"));
        Assert.Contains("says 1024 tokens of context", string.Join('\n', Planned.Plan(pair, machine: machine).Notes), StringComparison.Ordinal);
    }
}
