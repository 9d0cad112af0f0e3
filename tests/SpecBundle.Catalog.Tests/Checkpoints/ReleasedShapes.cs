using System.Globalization;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>The configurations and the tensors of released targets and drafts: a layer of each kind and the norms of the last, with the names and types under which they are released.</summary>
internal static class ReleasedShapes
{
    /// <summary>A target of the catalog.</summary>
    public static (JsonObject Config, List<SyntheticTensor> Tensors) Target(string id)
    {
        var (config, tensors) = FirstLayers(id);
        var text = (config["text_config"] ?? config).AsObject();
        var wrapping = config.ContainsKey("text_config") ? "language_model." : "";
        tensors.AddRange(Norms(wrapping + Layer((int)(long)text["num_hidden_layers"]! - 1), (long)text["hidden_size"]!));
        return (config, tensors);
    }

    private static (JsonObject Config, List<SyntheticTensor> Tensors) FirstLayers(string id) => id switch
    {
        "llama-3.1-8b" => Dense("LlamaForCausalLM", "llama", 4096, 14336, 32, 32, 8, 128, 128256),
        "llama-3.3-70b" => Dense("LlamaForCausalLM", "llama", 8192, 28672, 80, 64, 8, 128, 128256),
        "llama-4-scout" or "llama-4-maverick" => Llama4(),
        "qwen3-30b" or "qwen3-coder-30b" or "nex-n1-30b" => Mixture(2048, 6144, 768, 48, 32, 4),
        "qwen3-235b" => Mixture(4096, 12288, 1536, 94, 64, 4),
        "qwen3-coder-480b" => Mixture(6144, 8192, 2560, 62, 96, 8),
        "qwen3-next-80b" => Next(),
        "ling-flash-2.0" => Ling(),
        "kimi-k2" => Kimi(),
        "gpt-oss-20b" => GptOss(24),
        "gpt-oss-120b" => GptOss(36),
        "nex-n1-32b" => Dense("Qwen3ForCausalLM", "qwen3", 5120, 25600, 64, 64, 8, 128, 151936),
        _ => throw new ArgumentException($"The shapes of {id} are not written down.", nameof(id)),
    };

    /// <summary>The EAGLE3 head of a target: hidden size, feed-forward width, heads, KV heads, head size, vocabulary, proposed tokens.</summary>
    public static (JsonObject Config, List<SyntheticTensor> Tensors) Draft(long hidden, long width, long heads, long keys, long head, long vocabulary, long proposed)
    {
        var config = Config("LlamaForCausalLMEagle3", "llama", hidden, width, 1, heads, keys, head, vocabulary);
        config["draft_vocab_size"] = proposed;
        List<SyntheticTensor> tensors =
        [
            Weight("fc", hidden, 3 * hidden), Weight("lm_head", proposed, hidden), Weight("norm", hidden), new("d2t", "I64", proposed), new("t2d", "BOOL", vocabulary),
            Weight("midlayer.hidden_norm", hidden), .. Norms("midlayer.", hidden), .. Attention("midlayer.", 2 * hidden, heads * head, keys * head, hidden), .. FeedForward("midlayer.mlp.", hidden, width),
        ];
        return (config, tensors);
    }

    public static JsonObject Config(string architecture, string type, long hidden, long width, long layers, long heads, long keys, long? head, long vocabulary)
    {
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray(architecture), ["model_type"] = type, ["hidden_size"] = hidden, ["intermediate_size"] = width, ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = heads, ["num_key_value_heads"] = keys, ["vocab_size"] = vocabulary, ["tie_word_embeddings"] = false,
        };
        if (head is { } size)
        {
            config["head_dim"] = size;
        }

        return config;
    }

    public static SyntheticTensor Weight(string name, params long[] shape) => new(name + ".weight", "BF16", shape);

    public static IEnumerable<SyntheticTensor> Attention(string layer, long input, long queries, long keys, long output) =>
        [Weight(layer + "self_attn.q_proj", queries, input), Weight(layer + "self_attn.k_proj", keys, input), Weight(layer + "self_attn.v_proj", keys, input), Weight(layer + "self_attn.o_proj", output, queries)];

    public static IEnumerable<SyntheticTensor> FeedForward(string part, long hidden, long width) =>
        [Weight(part + "gate_proj", width, hidden), Weight(part + "up_proj", width, hidden), Weight(part + "down_proj", hidden, width)];

    /// <summary>The same weights in eight bits, with a scale for each block.</summary>
    public static IEnumerable<SyntheticTensor> InBlocks(IEnumerable<SyntheticTensor> tensors) => tensors.SelectMany(tensor => tensor.Shape.Length == 2
        ? new[] { tensor with { DataType = "F8_E4M3" }, new(tensor.Name + "_scale_inv", "F32", [.. tensor.Shape.Select(side => (side + 127) / 128)]) }
        : [tensor]);

    private static IEnumerable<SyntheticTensor> Norms(string layer, long hidden) => [Weight(layer + "input_layernorm", hidden), Weight(layer + "post_attention_layernorm", hidden)];

    private static IEnumerable<SyntheticTensor> Ends(long hidden, long vocabulary, string wrapping = "model.") =>
        [Weight(wrapping + "embed_tokens", vocabulary, hidden), Weight(wrapping + "norm", hidden), Weight(wrapping.Replace("model.", "", StringComparison.Ordinal) + "lm_head", vocabulary, hidden)];

    private static string Layer(int number) => string.Create(CultureInfo.InvariantCulture, $"model.layers.{number}.");

    private static (JsonObject, List<SyntheticTensor>) Dense(string architecture, string type, long hidden, long width, long layers, long heads, long keys, long head, long vocabulary) =>
        (Config(architecture, type, hidden, width, layers, heads, keys, head, vocabulary),
            [.. Ends(hidden, vocabulary), .. Norms(Layer(0), hidden), .. Attention(Layer(0), hidden, heads * head, keys * head, hidden), .. FeedForward(Layer(0) + "mlp.", hidden, width)]);

    private static (JsonObject, List<SyntheticTensor>) Mixture(long hidden, long width, long expert, long layers, long heads, long keys)
    {
        var config = Config("Qwen3MoeForCausalLM", "qwen3_moe", hidden, width, layers, heads, keys, 128, 151936);
        (config["moe_intermediate_size"], config["num_experts"]) = (expert, 128);
        return (config,
        [
            .. Ends(hidden, 151936), .. Norms(Layer(0), hidden), .. Attention(Layer(0), hidden, heads * 128, keys * 128, hidden), Weight(Layer(0) + "self_attn.q_norm", 128),
            Weight(Layer(0) + "mlp.gate", 128, hidden), .. FeedForward(Layer(0) + "mlp.experts.127.", hidden, expert),
        ]);
    }

    private static (JsonObject, List<SyntheticTensor>) Next()
    {
        var config = Config("Qwen3NextForCausalLM", "qwen3_next", 2048, 5120, 48, 16, 2, 256, 151936);
        (config["moe_intermediate_size"], config["shared_expert_intermediate_size"]) = (512, 512);
        config["quantization_config"] = new JsonObject { ["quant_method"] = "fp8", ["weight_block_size"] = new JsonArray(128, 128) };

        // The queries come with a gate, so they are twice as wide.
        return (config,
        [
            .. Ends(2048, 151936), .. Norms(Layer(3), 2048),
            .. InBlocks([Weight(Layer(3) + "self_attn.q_proj", 8192, 2048), Weight(Layer(3) + "self_attn.k_proj", 512, 2048), Weight(Layer(3) + "self_attn.o_proj", 2048, 4096),
                .. FeedForward(Layer(3) + "mlp.experts.0.", 2048, 512), .. FeedForward(Layer(3) + "mlp.shared_expert.", 2048, 512), Weight(Layer(0) + "linear_attn.in_proj_qkvz", 12288, 2048)]),
            Weight(Layer(0) + "linear_attn.conv1d", 8192, 1, 4), Weight("mtp.fc", 2048, 4096),
        ]);
    }

    private static (JsonObject, List<SyntheticTensor>) Llama4()
    {
        var text = Config("", "llama4_text", 5120, 8192, 48, 40, 8, 128, 202048);
        text.Remove("architectures");
        text["intermediate_size_mlp"] = 16384;
        var layer = "language_model." + Layer(1);
        return (new() { ["architectures"] = new JsonArray("Llama4ForConditionalGeneration"), ["model_type"] = "llama4", ["text_config"] = text, ["vision_config"] = new JsonObject { ["hidden_size"] = 1408 } },
        [
            .. Ends(5120, 202048, "language_model.model."), .. Norms(layer, 5120), .. Attention(layer, 5120, 5120, 1024, 5120),
            Weight(layer + "feed_forward.experts.gate_up_proj", 16, 5120, 16384), Weight(layer + "feed_forward.shared_expert.gate_proj", 8192, 5120), .. FeedForward(layer + "feed_forward.", 5120, 16384),
            Weight("vision_model.model.layers.0.self_attn.q_proj", 1408, 1408), Weight("vision_model.model.layers.0.mlp.fc1", 5632, 1408), Weight("multi_modal_projector.linear_1", 5120, 4096),
        ]);
    }

    private static (JsonObject, List<SyntheticTensor>) Ling()
    {
        var config = Config("BailingMoeV2ForCausalLM", "bailing_moe", 4096, 9216, 32, 32, 4, 128, 157184);
        config["moe_intermediate_size"] = 1024;
        return (config,
        [
            Weight("model.word_embeddings", 157184, 4096), Weight("model.norm", 4096), Weight("lm_head", 157184, 4096), .. Norms(Layer(0), 4096), Weight(Layer(0) + "attention.query_key_value", 5120, 4096),
            .. FeedForward(Layer(0) + "mlp.", 4096, 9216), .. FeedForward(Layer(1) + "mlp.experts.0.", 4096, 1024), .. FeedForward(Layer(1) + "mlp.shared_experts.", 4096, 1024),
        ]);
    }

    private static (JsonObject, List<SyntheticTensor>) Kimi()
    {
        var config = Config("DeepseekV3ForCausalLM", "kimi_k2", 7168, 18432, 61, 64, 64, null, 163840);
        (config["moe_intermediate_size"], config["kv_lora_rank"], config["qk_rope_head_dim"], config["v_head_dim"]) = (2048, 512, 64, 128);
        return (config,
        [
            .. Ends(7168, 163840), .. Norms(Layer(0), 7168),
            .. InBlocks([Weight(Layer(0) + "self_attn.q_a_proj", 1536, 7168), Weight(Layer(0) + "self_attn.q_b_proj", 12288, 1536), Weight(Layer(0) + "self_attn.kv_a_proj_with_mqa", 576, 7168),
                Weight(Layer(0) + "self_attn.kv_b_proj", 16384, 512), Weight(Layer(0) + "self_attn.o_proj", 7168, 8192), .. FeedForward(Layer(0) + "mlp.", 7168, 18432), .. FeedForward(Layer(1) + "mlp.experts.383.", 7168, 2048)]),
        ]);
    }

    private static (JsonObject, List<SyntheticTensor>) GptOss(long layers)
    {
        var config = Config("GptOssForCausalLM", "gpt_oss", 2880, 2880, layers, 64, 8, 64, 201088);
        config["quantization_config"] = new JsonObject { ["quant_method"] = "mxfp4" };
        return (config,
        [
            .. Ends(2880, 201088), .. Norms(Layer(0), 2880), .. Attention(Layer(0), 2880, 4096, 512, 2880), new(Layer(0) + "self_attn.sinks", "BF16", 64), Weight(Layer(0) + "mlp.router", 32, 2880),
            new(Layer(0) + "mlp.experts.gate_up_proj_blocks", "U8", 32, 5760, 90, 16), new(Layer(0) + "mlp.experts.gate_up_proj_scales", "U8", 32, 5760, 90), new(Layer(0) + "mlp.experts.down_proj_blocks", "U8", 32, 2880, 90, 16),
        ]);
    }
}
