namespace SpeculativeDecoding;

/// <summary>The shapes of an EAGLE3 head's weights.</summary>
internal static class DraftShapes
{
    private const string SglangClass = "LlamaForCausalLMEagle3";

    // The hidden states of three layers, where the configuration names none.
    private const int DefaultCapturedLayers = 3;

    public static ShapeTable Of(CheckpointConfiguration configuration)
    {
        var hidden = new TensorSide("hidden_size", configuration.HiddenSize);
        var captured = configuration.CapturedLayers?.Count;
        var proposed = new TensorSide("draft_vocab_size", configuration.DraftVocabularySize);
        var sides = new Dictionary<string, IReadOnlyList<TensorSide>>(StringComparer.Ordinal)
        {
            ["fc.weight"] = [hidden, new($"{captured ?? DefaultCapturedLayers} captured layers x {configuration.TargetHiddenSize} of the target", (captured ?? DefaultCapturedLayers) * configuration.TargetHiddenSize)],
            ["norm.weight"] = [hidden],
            ["midlayer.hidden_norm.weight"] = [hidden],
            ["midlayer.input_layernorm.weight"] = [hidden],
            ["midlayer.post_attention_layernorm.weight"] = [hidden],
            ["embed_tokens.weight"] = [new("vocab_size", configuration.VocabularySize), hidden],
            ["lm_head.weight"] = [proposed, hidden],
            ["d2t"] = [proposed],
        };

        // The layer reads the embedding and the hidden state side by side.
        TargetShapes.AddAttention(sides, "midlayer.", configuration, new("2 x hidden_size", 2 * configuration.HiddenSize), hidden);
        TargetShapes.AddFeedForward(sides, "midlayer.", configuration.Number("intermediate_size"), hidden);
        return new(sides, configuration.Architecture == SglangClass);
    }

    /// <summary>The map from target to draft, which servers pass over: it tells of another vocabulary all the same.</summary>
    public static ShapeTable MapOf(CheckpointConfiguration configuration) =>
        new(new Dictionary<string, IReadOnlyList<TensorSide>>(StringComparer.Ordinal) { ["t2d"] = [new("vocab_size", configuration.VocabularySize)] }, IsCertain: false);

    public static bool IsEagle3(CheckpointConfiguration configuration) => configuration.Architecture?.Contains("Eagle3", StringComparison.OrdinalIgnoreCase) == true;
}
