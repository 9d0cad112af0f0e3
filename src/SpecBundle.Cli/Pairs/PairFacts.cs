namespace SpeculativeDecoding.Cli;

/// <summary>Every fact of a target and of a draft, in the order people read them.</summary>
internal static class PairFacts
{
    public static IReadOnlyList<FactRow> Of(TargetModel target) =>
    [
        FactRow.Of("gated", target.Gated),
        FactRow.Of("licence", target.License),
        FactRow.Of("parameters_total", target.TotalParameters),
        FactRow.Of("parameters_active", target.ActiveParameters),
        FactRow.Of("experts", target.Experts),
        FactRow.Of("number_format", target.WeightFormat),
        FactRow.Of("weight_bytes", target.WeightBytes),
        FactRow.Of("loaded_weight_bytes", target.LoadedWeightBytes),
        FactRow.Of("context_length", target.ContextLength),
        FactRow.Of("layers", target.Layers),
        FactRow.Of("attention_heads", target.AttentionHeads),
        FactRow.Of("key_value_heads", target.KeyValueHeads),
        FactRow.Of("head_size", target.HeadSize),
        FactRow.Of("key_value_bytes_per_token", target.KeyValueBytesPerToken),
        FactRow.Of("vocabulary_size", target.VocabularySize),
        FactRow.Of("architecture", target.Architecture),
        FactRow.Of("needs_remote_code", target.NeedsRemoteCode),
        FactRow.Of("chat_template", target.ChatTemplate),
        FactRow.Of("tool_call_parser", target.ToolCallParser),
        FactRow.Of("reasoning_parser", target.ReasoningParser),
        FactRow.Of("revision", target.Revision),
    ];

    public static IReadOnlyList<FactRow> Of(DraftModel draft) =>
    [
        FactRow.Of("licence", draft.License),
        FactRow.Of("parameters", draft.Parameters),
        FactRow.Of("weight_bytes", draft.WeightBytes),
        FactRow.Of("context_length", draft.ContextLength),
        FactRow.Of("architecture", draft.Architecture),
        FactRow.Of("draft_vocabulary_size", draft.DraftVocabularySize),
        FactRow.Of("training_template", draft.TrainingTemplate),
        FactRow.Of("revision", draft.Revision),
    ];
}
