namespace SpeculativeDecoding;

/// <summary>Whole models in the place of a draft: SGLang runs a small one beside its target, or loads of the target itself the layers that predict further tokens.</summary>
internal static class WholeModelKind
{
    public static DraftKind KindOf(CheckpointConfiguration draft, string name, CheckpointConfiguration? target)
    {
        var layers = draft.Number("num_hidden_layers");
        if (DraftReading.IsOriginalEagle(draft))
        {
            var isThird = layers != 1 || draft.Has("draft_vocab_size") || draft.Has("truncated_vocab_size");
            return new()
            {
                Name = isThird ? "an EAGLE3 draft in the format of EAGLE's own repository" : "an EAGLE draft in the format of EAGLE's own repository",
                IsDraftAlone = isThird && layers == 1,
                Objection = "which SGLang would load as a whole model",
                Remedy = isThird
                    ? $"Take it converted for SGLang: with the class {DraftClasses.Eagle3} in architectures of its config.json, draft_vocab_size, and the weights named as SGLang names them."
                    : "Take it converted for SGLang: with the class LlamaForCausalLMEagle, or the one of its layer's model, in architectures of its config.json.",
            };
        }

        if (DraftClasses.HasPrediction(name))
        {
            return OfPrediction(draft, name, target);
        }

        return Beside(draft) with
        {
            Objection = IsSmaller(draft, target) == false ? "and no EAGLE3 draft, and it is not smaller than the target: nothing would be gained" : null,
            Remedy = "Take a draft that was trained for this very target, or a smaller model of its family.",
        };
    }

    /// <summary>One that runs beside the target.</summary>
    public static DraftKind Beside(CheckpointConfiguration draft)
    {
        var size = SizeOf(draft);
        return new()
        {
            Name = $"a whole model ({size})",
            IsDraftAlone = false,
            Algorithm = SpeculativeAlgorithm.Standalone,
            Notes = [$"The draft is a whole model ({size}): it runs beside the target, and needs memory for its own KV cache."],
        };
    }

    private static DraftKind OfPrediction(CheckpointConfiguration draft, string name, CheckpointConfiguration? target)
    {
        var has = DFlashKind.Whole(draft["num_nextn_predict_layers"]) ?? draft.Number("num_nextn_predict_layers");
        var isOwn = target is null || target.Architecture == name;
        return new()
        {
            Name = $"a whole model ({SizeOf(draft)})",
            IsDraftAlone = false,
            IsInTarget = true,
            Algorithm = SpeculativeAlgorithm.Eagle,
            Objection = !isOwn ? $"and SGLang would load of it the layers that predict further tokens, for a target that is {Printable.Name(target!.Architecture ?? "of another class")}"
                : has is 0 || (has is null && name == "Qwen3MoeForCausalLM") ? "and it has no layers that predict further tokens (num_nextn_predict_layers), which alone SGLang would load of it"
                : null,
            Remedy = "Take a draft that was trained for this very target.",
            Notes = ["Of the model in the draft's place SGLang loads the layers alone that predict further tokens (MTP)."],
        };
    }

    private static string SizeOf(CheckpointConfiguration draft) =>
        Printable.Name(draft.Architecture!) + (draft.Number("num_hidden_layers") is { } layers ? FormattableString.Invariant($" of {layers} layers") : "");

    /// <summary>By the weights of the layers; null where that can't be told.</summary>
    private static bool? IsSmaller(CheckpointConfiguration draft, CheckpointConfiguration? target) =>
        target is null || Size(draft) is not { } own || Size(target) is not { } other ? null : own < other;

    private static double? Size(CheckpointConfiguration configuration) =>
        (double?)configuration.Number("num_hidden_layers") * configuration.HiddenSize * configuration.HiddenSize;
}
