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
    public async Task A_target_of_another_kind_is_refused(string name, string value, string reason) =>
        Assert.Contains(reason, (await RefusalAsync(_checkpoint.Target, name, value)).Message, StringComparison.Ordinal);

    [Theory(Timeout = 60_000)]
    [InlineData("architectures", """["LlamaForCausalLMEagle"]""", "LlamaForCausalLMEagle3")]
    [InlineData("vocab_size", "301", "301")]
    [InlineData("eagle_config", """{"eagle_aux_hidden_state_layer_ids":[1,2,7]}""", "7")]
    [InlineData("eagle_config", """{"eagle_aux_hidden_state_layer_ids":[1,2]}""", "fc.weight")]
    [InlineData("draft_vocab_size", "65", "lm_head")]
    public async Task A_draft_that_does_not_fit_its_target_is_refused(string name, string value, string reason) =>
        Assert.Contains(reason, (await RefusalAsync(_checkpoint.Draft, name, value)).Message, StringComparison.Ordinal);

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
        var path = Path.Combine(folder, "config.json");
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        configuration[name] = JsonNode.Parse(value);
        await File.WriteAllTextAsync(path, configuration.ToJsonString());
        return await RefusalAsync();
    }

    private Task<ModelLoadException> RefusalAsync() => Assert.ThrowsAsync<ModelLoadException>(async () =>
    {
        await using var engine = EngineLoader.Load(new EngineOptions { ModelPath = _checkpoint.Target, DraftModelPath = _checkpoint.Draft, NumSteps = 3, TopK = 1, NumDraftTokens = 4 });
    });
}
