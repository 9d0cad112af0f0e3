using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>What can be served is never refused: the shapes of released models, and the ways in which weights are packed.</summary>
public sealed class ReleasedShapeTests
{
    public static TheoryData<string> Pairs => [.. Catalog.All.Where(pair => pair != Catalog.Tiny).Select(pair => pair.Id)];

    /// <summary>Training configurations of drafts: hidden size, feed-forward width, heads, KV heads, head size, vocabulary, proposed tokens.</summary>
    public static TheoryData<long, long, long, long, long, long, long> Drafts => new()
    {
        { 2048, 10944, 16, 16, 128, 102400, 32000 }, { 7168, 40960, 56, 8, 128, 129280, 32000 }, { 1152, 6912, 4, 1, 256, 262144, 32000 }, { 2880, 17280, 64, 8, 64, 201088, 32000 },
        { 4096, 14336, 32, 8, 128, 157184, 32000 }, { 8192, 28672, 64, 8, 128, 128256, 32000 }, { 4096, 14336, 32, 8, 128, 128256, 32000 }, { 5120, 32768, 40, 8, 128, 202048, 32000 },
        { 6144, 12288, 64, 16, 128, 131072, 131072 }, { 5120, 17920, 40, 10, 128, 100352, 32000 }, { 3584, 18944, 28, 4, 128, 152064, 32000 }, { 896, 4864, 14, 2, 64, 151936, 16000 },
        { 4096, 24576, 64, 4, 128, 151936, 32000 }, { 2048, 12288, 32, 4, 128, 151936, 32000 }, { 5120, 25600, 64, 8, 128, 151936, 32000 }, { 6144, 16384, 96, 8, 128, 151936, 32000 },
        { 2048, 16384, 16, 2, 256, 151936, 32000 }, { 5120, 27648, 40, 8, 128, 152064, 32000 },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Pairs))]
    public void A_released_target_is_planned_without_a_word_about_its_weights(string id)
    {
        var (config, tensors) = ReleasedShapes.Target(id);
        using var target = new SyntheticCheckpoint(config.ToJsonString(), tensors);

        Assert.DoesNotContain(Planned.Plan(new ModelPair(target.Path, null)).Notes, note => note.Contains(target.Path, StringComparison.Ordinal));
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Pairs))]
    public void A_released_target_with_a_row_too_few_is_refused(string id)
    {
        var (config, tensors) = ReleasedShapes.Target(id);
        var index = tensors.FindIndex(tensor => tensor.Name.EndsWith("embed_tokens.weight", StringComparison.Ordinal) || tensor.Name.EndsWith("word_embeddings.weight", StringComparison.Ordinal));
        tensors[index] = tensors[index] with { Shape = [tensors[index].Shape[0] - 1, tensors[index].Shape[1]] };
        using var target = new SyntheticCheckpoint(config.ToJsonString(), tensors);
        var problem = Planned.Problem(() => Planned.Plan(new ModelPair(target.Path, null))).Checkpoint!;

        Assert.Equal((CheckpointProblemKind.ShapeMismatch, tensors[index].Name, problem.Expected - 1), (problem.Kind, problem.Tensor, problem.Found));
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Drafts))]
    public void A_draft_of_a_released_configuration_fits_its_target(long hidden, long width, long heads, long keys, long head, long vocabulary, long proposed)
    {
        var (config, tensors) = ReleasedShapes.Draft(hidden, width, heads, keys, head, vocabulary, proposed);
        var targetConfig = ReleasedShapes.Config("LlamaForCausalLM", "llama", hidden, width, 40, heads, keys, head, vocabulary);
        using var draft = new SyntheticCheckpoint(config.ToJsonString(), tensors);
        using var target = new SyntheticCheckpoint(targetConfig.ToJsonString(), ReleasedShapes.Weight("model.embed_tokens", vocabulary, hidden));

        Assert.DoesNotContain(Planned.Plan(new ModelPair(target.Path, draft.Path)).Notes, note => note.Contains(draft.Path, StringComparison.Ordinal));

        // The head of a target of another width, with the configuration of this one.
        var fc = tensors.FindIndex(tensor => tensor.Name == "fc.weight");
        tensors[fc] = tensors[fc] with { Shape = [hidden, 3 * (hidden + 128)] };
        draft.Write("model.safetensors", tensors);
        Assert.Equal("fc.weight", Planned.Problem(() => Planned.Plan(new ModelPair(target.Path, draft.Path))).Checkpoint!.Tensor);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public void The_head_is_held_against_the_vocabulary_unless_the_embedding_serves_as_one(bool isTied)
    {
        var config = ReleasedShapes.Config("LlamaForCausalLM", "llama", 64, 128, 1, 4, 4, 16, 100);
        config["tie_word_embeddings"] = isTied;
        using var target = new SyntheticCheckpoint(
            config.ToJsonString(), ReleasedShapes.Weight("model.embed_tokens", 100, 64), ReleasedShapes.Weight("model.layers.0.input_layernorm", 64), ReleasedShapes.Weight("lm_head", 90, 64));
        LaunchPlan Plan() => Planned.Plan(new ModelPair(target.Path, null));

        Assert.Equal(isTied ? null : "lm_head.weight", isTied ? Plan().Notes.FirstOrDefault(note => note.Contains("lm_head", StringComparison.Ordinal)) : Planned.Problem(Plan).Checkpoint!.Tensor);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("awq")]
    [InlineData("gptq")]
    [InlineData("compressed-tensors")]
    [InlineData("bitsandbytes")]
    [InlineData("fp8")]
    [InlineData("nvfp4")]
    public void Packed_weights_have_shapes_of_their_own(string method)
    {
        var config = ReleasedShapes.Config("LlamaForCausalLM", "llama", 4096, 14336, 32, 32, 8, 128, 128256);
        config["quantization_config"] = new JsonObject { ["quant_method"] = method };
        const string Queries = "model.layers.0.self_attn.q_proj.";
        SyntheticTensor[] packed = method switch
        {
            "awq" => [new(Queries + "qweight", "I32", 4096, 512), new(Queries + "qzeros", "I32", 32, 512), new(Queries + "scales", "F16", 32, 4096)],
            "gptq" => [new(Queries + "qweight", "I32", 512, 4096), new(Queries + "g_idx", "I32", 4096), new(Queries + "scales", "F16", 32, 4096)],
            "compressed-tensors" => [new(Queries + "weight_packed", "I32", 4096, 512), new(Queries + "weight_scale", "BF16", 4096, 32), new(Queries + "weight_shape", "I64", 2)],
            "bitsandbytes" => [new(Queries + "weight", "U8", 8_388_608, 1), new(Queries + "weight.absmax", "U8", 262_144)],
            "nvfp4" => [new(Queries + "weight", "U8", 4096, 2048), new(Queries + "weight_scale", "F8_E4M3", 4096, 256)],
            _ => [.. ReleasedShapes.InBlocks([ReleasedShapes.Weight(Queries + "x", 4096, 4096)]), new(Queries + "weight", "F8_E4M3", 4096, 4096), new(Queries + "weight_scale", "F32")],
        };
        using var target = new SyntheticCheckpoint(config.ToJsonString(), [ReleasedShapes.Weight("model.embed_tokens", 128256, 4096), ReleasedShapes.Weight("model.layers.31.input_layernorm", 4096), .. packed]);

        Assert.DoesNotContain(Planned.Plan(new ModelPair(target.Path, null)).Notes, note => note.Contains(target.Path, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public void A_checkpoint_of_sixty_shards_is_looked_at_whole()
    {
        var (config, tensors) = ReleasedShapes.Target("kimi-k2");
        using var target = new SyntheticCheckpoint(config.ToJsonString(), tensors);
        File.Delete(target.Of("model.safetensors"));
        var map = new JsonObject();
        for (var shard = 1; shard <= 60; shard++)
        {
            var name = FormattableString.Invariant($"model-{shard:D5}-of-00060.safetensors");
            var experts = Enumerable.Range(0, 384).SelectMany(expert => ReleasedShapes.FeedForward(FormattableString.Invariant($"model.layers.{shard}.mlp.experts.{expert}."), 7168, 2048)).ToList();
            target.Write(name, experts);
            experts.ForEach(tensor => map[tensor.Name] = name);
        }

        File.WriteAllText(target.Of(WeightIndex.FileName), new JsonObject { ["weight_map"] = map }.ToJsonString());
        Assert.NotNull(Planned.Plan(new ModelPair(target.Path, null), free: ["--trust-remote-code"]));

        File.Delete(target.Of("model-00017-of-00060.safetensors"));
        Assert.Equal("model-00017-of-00060.safetensors", Planned.Problem(() => Planned.Plan(new ModelPair(target.Path, null), free: ["--trust-remote-code"])).Checkpoint!.File);
    }
}
