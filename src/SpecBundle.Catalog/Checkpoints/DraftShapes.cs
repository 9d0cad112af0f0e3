namespace SpeculativeDecoding;

/// <summary>The shapes of an EAGLE3 head's weights.</summary>
internal static class DraftShapes
{
    // The hidden states of three layers, where the configuration names none.
    private const int DefaultCapturedLayers = 3;

    public static ShapeTable Of(CheckpointConfiguration configuration)
    {
        var hidden = new TensorSide("hidden_size", configuration.HiddenSize);
        var captured = configuration.CapturedStates ?? DefaultCapturedLayers;
        var proposed = new TensorSide("draft_vocab_size", configuration.DraftVocabularySize);
        var sides = new Dictionary<string, IReadOnlyList<TensorSide>>(StringComparer.Ordinal)
        {
            ["fc.weight"] = [hidden, new($"{captured} captured layers x {configuration.TargetHiddenSize} of the target", configuration.ReadsLastStateAlone ? null : captured * configuration.TargetHiddenSize)],
            ["norm.weight"] = [hidden],
            ["midlayer.hidden_norm.weight"] = [hidden],
            ["midlayer.input_layernorm.weight"] = [hidden],
            ["midlayer.post_attention_layernorm.weight"] = [hidden],
            ["fc_norm.*.weight"] = [new("of the target", configuration.TargetHiddenSize)],
            ["embed_tokens.weight"] = [new("vocab_size", configuration.VocabularySize), hidden],
            ["lm_head.weight"] = [proposed, hidden],
            ["d2t"] = [proposed],
        };

        // The layer reads the embedding and the hidden state side by side.
        if (configuration.Architecture == DraftClasses.Eagle3)
        {
            TargetShapes.AddAttention(sides, "midlayer.", configuration, new("2 x hidden_size", 2 * configuration.HiddenSize), hidden);
        }

        TargetShapes.AddFeedForward(sides, "midlayer.", configuration.Number("intermediate_size"), hidden);
        return new(sides, IsCertain: true);
    }

    /// <summary>What a draft of blocks projects and norms; its layers may be of any kind.</summary>
    public static ShapeTable OfBlocks(CheckpointConfiguration configuration)
    {
        var hidden = new TensorSide("hidden_size", configuration.HiddenSize);
        var layers = DFlashKind.TargetLayers(configuration)?.Count;
        return new(
            new Dictionary<string, IReadOnlyList<TensorSide>>(StringComparer.Ordinal)
            {
                ["fc.weight"] = [hidden, new($"{layers} layers of the target x hidden_size", layers * configuration.HiddenSize)],
                ["hidden_norm.weight"] = [hidden],
                ["norm.weight"] = [hidden],
            },
            IsCertain: true);
    }

    /// <summary>The map from target to draft, which servers pass over: it tells of another vocabulary all the same.</summary>
    public static ShapeTable MapOf(CheckpointConfiguration configuration) =>
        new(new Dictionary<string, IReadOnlyList<TensorSide>>(StringComparer.Ordinal) { ["t2d"] = [new("vocab_size", configuration.VocabularySize)] }, IsCertain: false);
}
