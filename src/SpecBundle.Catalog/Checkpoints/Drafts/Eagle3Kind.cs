namespace SpeculativeDecoding;

/// <summary>EAGLE3 heads of the classes that SGLang has.</summary>
internal static class Eagle3Kind
{
    // Of EAGLE 3.1: what is normed before it is projected, and what is handed on from step to step.
    private static readonly string[] Newer = ["fc_norm", "use_aux_norm", "norm_output", "norm_before_fc"];

    public static DraftKind KindOf(CheckpointConfiguration draft, string name)
    {
        var isLatent = name == DraftClasses.LatentEagle3;
        return new()
        {
            Name = isLatent ? "an EAGLE3 draft with latent attention" : "an EAGLE3 draft",
            Algorithm = SpeculativeAlgorithm.Eagle3,
            SureRelease = isLatent || Newer.Any(draft.IsSet) || draft.IsSetIn("eagle_config", "norm_before_fc") ? DraftClasses.Read : null,
            Objection = isLatent ? Latent(draft)
                : draft.Root.TryGetProperty("draft_vocab_size", out _) || draft.IsTied ? null
                : "and its config.json has no draft_vocab_size, without which SGLang can't load it",
            Remedy = isLatent ? null : "Write draft_vocab_size into its config.json: the number of rows of its lm_head.",
            Notes = draft.IsSet("norm_before_residual") ? ["The draft was trained with norm_before_residual, which SGLang does not compute: fewer drafts may be accepted."] : [],
        };
    }

    private static string? Latent(CheckpointConfiguration draft) =>
        draft.Number("q_lora_rank") is null or 0 ? "and its config.json has no q_lora_rank, without which SGLang can't load it"
        : draft.Number("num_hidden_layers") is { } layers && layers != 1 ? FormattableString.Invariant($"of {layers} layers, where SGLang takes one")
        : null;
}
