namespace SpeculativeDecoding;

/// <summary>The shapes of a target's weights, for the model classes whose layout is known. Of others only the embedding is judged, and never for certain.</summary>
internal static class TargetShapes
{
    // Queries, keys and values apart, each head as wide as head_dim.
    private static readonly string[] WithPlainAttention =
    [
        "LlamaForCausalLM", "MistralForCausalLM", "MixtralForCausalLM", "Qwen2ForCausalLM", "Qwen3ForCausalLM", "Qwen2MoeForCausalLM", "Qwen3MoeForCausalLM",
        "GptOssForCausalLM", "Llama4ForCausalLM", "Llama4ForConditionalGeneration",
    ];

    // Other attention, the same embedding, norms and experts.
    private static readonly string[] WithOtherAttention =
        ["Qwen3NextForCausalLM", "DeepseekV2ForCausalLM", "DeepseekV3ForCausalLM", "BailingMoeV2ForCausalLM", "Qwen3VLForConditionalGeneration", "Qwen3VLMoeForConditionalGeneration"];

    public static ShapeTable Of(CheckpointConfiguration configuration)
    {
        var hidden = new TensorSide("hidden_size", configuration.HiddenSize);
        var vocabulary = new TensorSide("vocab_size", configuration.VocabularySize);
        var sides = new Dictionary<string, IReadOnlyList<TensorSide>>(StringComparer.Ordinal) { ["embed_tokens.weight"] = [vocabulary, hidden], ["word_embeddings.weight"] = [vocabulary, hidden] };
        if (!configuration.IsTied)
        {
            sides["lm_head.weight"] = [vocabulary, hidden];
        }

        var isPlain = WithPlainAttention.Contains(configuration.Architecture);
        var isKnown = Knows(configuration);
        if (isKnown)
        {
            AddLayers(sides, configuration, hidden);
        }

        if (isPlain)
        {
            AddAttention(sides, "layers.*.", configuration, hidden, hidden);
            AddFeedForward(sides, "layers.*.", configuration.Number("intermediate_size"), hidden);
        }

        return new(sides, isKnown);
    }

    /// <summary>Whether it is a whole model, of a class whose layout is known.</summary>
    public static bool Knows(CheckpointConfiguration configuration) =>
        WithPlainAttention.Contains(configuration.Architecture) || WithOtherAttention.Contains(configuration.Architecture);

    /// <summary>The four projections of an attention.</summary>
    public static void AddAttention(Dictionary<string, IReadOnlyList<TensorSide>> sides, string layer, CheckpointConfiguration configuration, TensorSide input, TensorSide output)
    {
        var queries = new TensorSide("num_attention_heads x head_dim", configuration.Heads * configuration.HeadSize);
        var keys = new TensorSide("num_key_value_heads x head_dim", configuration.KeyValueHeads * configuration.HeadSize);
        sides[layer + "self_attn.q_proj.weight"] = [queries, input];
        sides[layer + "self_attn.k_proj.weight"] = [keys, input];
        sides[layer + "self_attn.v_proj.weight"] = [keys, input];
        sides[layer + "self_attn.o_proj.weight"] = [output, queries];
    }

    /// <summary>The three projections of a feed-forward network.</summary>
    public static void AddFeedForward(Dictionary<string, IReadOnlyList<TensorSide>> sides, string layer, long? width, TensorSide hidden)
    {
        var intermediate = new TensorSide("intermediate_size", width);
        sides[layer + "mlp.gate_proj.weight"] = [intermediate, hidden];
        sides[layer + "mlp.up_proj.weight"] = [intermediate, hidden];
        sides[layer + "mlp.down_proj.weight"] = [hidden, intermediate];
    }

    private static void AddLayers(Dictionary<string, IReadOnlyList<TensorSide>> sides, CheckpointConfiguration configuration, TensorSide hidden)
    {
        sides["norm.weight"] = [hidden];
        sides["layers.*.input_layernorm.weight"] = [hidden];
        sides["layers.*.post_attention_layernorm.weight"] = [hidden];
        var expert = new TensorSide("moe_intermediate_size", configuration.Number("moe_intermediate_size"));
        sides["layers.*.mlp.experts.*.gate_proj.weight"] = [expert, hidden];
        sides["layers.*.mlp.experts.*.up_proj.weight"] = [expert, hidden];
        sides["layers.*.mlp.experts.*.down_proj.weight"] = [hidden, expert];
    }
}
