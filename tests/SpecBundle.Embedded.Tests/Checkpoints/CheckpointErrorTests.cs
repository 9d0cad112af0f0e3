using System.Text.Json.Nodes;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>What this engine can't run is refused before it runs, with the file and the reason.</summary>
public sealed class CheckpointErrorTests : IDisposable
{
    private readonly RandomCheckpoint _checkpoint = new(seed: 1);

    public void Dispose() => _checkpoint.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("architectures", """["Qwen3ForCausalLM"]""", "Qwen3ForCausalLM")]
    [InlineData("attention_bias", "true", "bias")]
    [InlineData("mlp_bias", "true", "bias")]
    [InlineData("hidden_act", "\"gelu\"", "gelu")]
    [InlineData("rope_scaling", """{"rope_type":"yarn","factor":4}""", "yarn")]
    [InlineData("quantization_config", """{"quant_method":"fp8"}""", "fp8")]
    [InlineData("num_key_value_heads", "3", "num_key_value_heads")]
    [InlineData("num_key_value_heads", "0", "num_key_value_heads")]
    [InlineData("hidden_size", "64", "shape")]
    [InlineData("hidden_size", "-32", "hidden_size")]
    [InlineData("vocab_size", "\"many\"", "config.json")]
    [InlineData("num_hidden_layers", "8", "model.layers.7")]
    [InlineData("num_hidden_layers", "2147483647", "num_hidden_layers is 2147483647")]
    [InlineData("hidden_size", "9000000000000000000", "hidden_size is 9000000000000000000")]
    [InlineData("hidden_size", "32.0", "hidden_size is 32.0, which is no whole number")]
    [InlineData("num_attention_heads", "0", "num_attention_heads is 0")]
    [InlineData("max_position_embeddings", "2147483647", "max_position_embeddings is 2147483647")]
    [InlineData("rms_norm_eps", "\"small\"", "rms_norm_eps is \"small\", which is no number")]
    [InlineData("rms_norm_eps", "1e999", "rms_norm_eps is 1e999, which is no number")]
    [InlineData("rope_theta", "[10000]", "rope_theta is [10000], which is no number")]
    [InlineData("rope_parameters", """{"rope_theta":500000.0}""", "rope_theta is 10000, and 500000 in rope_parameters")]
    [InlineData("rope_scaling", """{"factor":2}""", "rope scaling has a factor and no rope_type")]
    [InlineData("rope_scaling", """{"rope_type":"llama3","factor":8}""", "rope scaling 'llama3' has no low_freq_factor")]
    [InlineData("rope_scaling", """{"type":"linear","factor":2}""", "rope scaling 'linear'")]
    [InlineData("rope_scaling", """{"type":"mrope","mrope_section":[2,1,1]}""", "rope scaling 'mrope'")]
    [InlineData("partial_rotary_factor", "0.5", "partial_rotary_factor is 0.5")]
    [InlineData("rope_is_neox_style", "false", "rope_is_neox_style")]
    [InlineData("use_sliding_window", "true", null)]
    [InlineData("layer_types", """["sliding_attention"]""", "layer_types names other attention")]
    [InlineData("bias", "true", "bias is set")]
    [InlineData("embedding_multiplier", "12", "embedding_multiplier is set")]
    [InlineData("final_logit_softcapping", "30.0", "final_logit_softcapping is set")]
    [InlineData("eos_token_id", "\"</s>\"", "eos_token_id is neither an id nor a list of ids")]
    public async Task A_target_of_another_kind_is_refused(string name, string value, string? reason)
    {
        if (reason is null)
        {
            // A switch alone, of windows that have no width.
            await ConfigureAsync(_checkpoint.Target, name, value);
            await using var engine = Load();
            return;
        }

        Assert.Contains(reason, (await RefusalAsync(_checkpoint.Target, name, value)).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("architectures", """["LlamaForCausalLMEagle"]""", "LlamaForCausalLMEagle3")]
    [InlineData("vocab_size", "301", "301")]
    [InlineData("eagle_config", """{"eagle_aux_hidden_state_layer_ids":[1,2,7]}""", "7")]
    [InlineData("eagle_config", """{"eagle_aux_hidden_state_layer_ids":[1,2]}""", "fc.weight")]
    [InlineData("draft_vocab_size", "65", "lm_head")]
    [InlineData("draft_vocab_size", "9e18", "draft_vocab_size is 9e18")]
    [InlineData("fc_norm", "true", "fc_norm is set; this engine does not compute it")]
    [InlineData("use_aux_norm", "true", "use_aux_norm is set")]
    [InlineData("norm_output", "true", "norm_output is set")]
    [InlineData("norm_before_fc", "true", "norm_before_fc is set")]
    [InlineData("norm_before_residual", "true", "norm_before_residual is set")]
    [InlineData("eagle_config", """{"norm_before_fc":true}""", "norm_before_fc of eagle_config is set")]
    [InlineData("eagle_config", """{"use_aux_hidden_state":false}""", "use_aux_hidden_state of eagle_config is not set")]
    [InlineData("eagle_config", """{"use_mtp_layernorm":true}""", "use_mtp_layernorm of eagle_config is set")]
    [InlineData("eagle_config", """{"parallel_draft_step":4}""", "parallel_draft_step of eagle_config is above 1")]
    [InlineData("eagle_config", """{"eagle_aux_hidden_state_layer_ids":["1"]}""", "eagle_aux_hidden_state_layer_ids is")]
    [InlineData("num_aux_hidden_states", "2", "num_aux_hidden_states is 2")]
    [InlineData("num_hidden_layers", "2", "num_hidden_layers is 2; this engine runs drafts of one layer")]
    [InlineData("target_hidden_size", "64", "target_hidden_size is 64")]
    [InlineData("ptd_token_id", "7", "ptd_token_id is set")]
    [InlineData("tie_word_embeddings", "true", "tie_word_embeddings is set")]
    public async Task A_draft_that_does_not_fit_its_target_is_refused(string name, string value, string reason) =>
        Assert.Contains(reason, (await RefusalAsync(_checkpoint.Draft, name, value)).Message, StringComparison.Ordinal);

    [Theory(Timeout = 60_000)]
    [InlineData("fc_norm", "false")]
    [InlineData("norm_output", "null")]
    [InlineData("target_hidden_size", "32")]
    [InlineData("num_aux_hidden_states", "3")]
    [InlineData("eagle_config", """{"eagle_aux_hidden_state_layer_ids":[],"use_aux_hidden_state":true,"use_last_layernorm":true,"parallel_draft_step":1}""")]
    [InlineData("limits", """["Infinity"]""")]
    public async Task What_is_said_and_changes_nothing_is_run(string name, string value)
    {
        await ConfigureAsync(_checkpoint.Draft, name, value);
        await using var engine = Load();

        Assert.NotNull(engine);
    }

    [Fact(Timeout = 60_000)]
    public async Task Numbers_that_only_Python_reads_are_read_here_too_and_never_taken_for_absent()
    {
        var path = Path.Combine(_checkpoint.Target, "config.json");
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Insert(1, "\"limits\": [-Infinity, NaN], \"note\": \"\\ud800\", "));
        await using (var engine = Load())
        {
            Assert.NotNull(engine);
        }

        await File.WriteAllTextAsync(path, text.Insert(1, "\"partial_rotary_factor\": NaN, "));
        Assert.Contains("partial_rotary_factor is { }, which is no number", (await RefusalAsync()).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("model.safetensors")]
    public async Task A_missing_file_is_named(string file)
    {
        File.Delete(Path.Combine(_checkpoint.Target, file));
        var name = file == "model.safetensors" ? "safetensors" : file;
        Assert.Contains(name, (await RefusalAsync()).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"model\":{\"type\":\"Unigram\"}}")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":[],\"merges\":[]}}")]
    public async Task A_tokenizer_of_another_kind_is_refused(string json)
    {
        File.WriteAllText(Path.Combine(_checkpoint.Target, "tokenizer.json"), json);
        Assert.Contains("tokenizer.json", (await RefusalAsync()).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0, 1, 4)]
    [InlineData(3, 0, 4)]
    [InlineData(3, 1, 1)]
    public void Speculative_numbers_that_make_no_tree_are_refused(int steps, int topK, int draftTokens) => Assert.Throws<ArgumentException>(
        () => EngineLoader.Load(new EngineOptions { ModelPath = _checkpoint.Target, DraftModelPath = _checkpoint.Draft, NumSteps = steps, TopK = topK, NumDraftTokens = draftTokens }));

    private async Task<ModelLoadException> RefusalAsync(string folder, string name, string value)
    {
        await ConfigureAsync(folder, name, value);
        return await RefusalAsync();
    }

    private static async Task ConfigureAsync(string folder, string name, string value)
    {
        var path = Path.Combine(folder, "config.json");
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        configuration[name] = JsonNode.Parse(value);
        await File.WriteAllTextAsync(path, configuration.ToJsonString());
    }

    private IEngine Load() => EngineLoader.Load(new EngineOptions { ModelPath = _checkpoint.Target, DraftModelPath = _checkpoint.Draft, NumSteps = 3, TopK = 1, NumDraftTokens = 4 });

    private Task<ModelLoadException> RefusalAsync() => Assert.ThrowsAsync<ModelLoadException>(async () =>
    {
        await using var engine = Load();
    });
}
