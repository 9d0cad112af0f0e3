using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>What a configuration may ask for and this engine does not compute: refused by name, for answers that look right and are not are worse than none.</summary>
internal static class UncomputedSettings
{
    // Each changes the numbers of a model of Llama's class where it is set.
    private static readonly string[] OfBoth =
    [
        "attention_bias", "mlp_bias", "bias", "use_qk_norm", "qk_norm", "qk_layernorm", "attn_logit_softcapping", "final_logit_softcapping", "logits_soft_cap",
        "embedding_multiplier", "residual_multiplier", "attention_multiplier", "logits_scaling", "logit_scale", "scale_emb", "scale_depth",
    ];

    // EAGLE 3.1, P-EAGLE and what trainers besides offer.
    private static readonly string[] OfDrafts =
        ["fc_norm", "use_aux_norm", "norm_output", "norm_before_fc", "norm_before_residual", "ptd_token_id", "pard_token", "parallel_drafting", "tie_word_embeddings"];

    private static readonly (string Name, bool Computed)[] OfEagleConfig =
    [
        ("use_aux_hidden_state", true), ("use_input_layernorm_in_first_layer", true), ("use_last_layernorm", true),
        ("use_mtp_layernorm", false), ("norm_before_fc", false), ("fc_norm", false), ("norm_output", false), ("norm_before_residual", false),
    ];

    /// <exception cref="ModelLoadException">Something is set that is not computed.</exception>
    public static void Refuse(ConfigurationValues values, bool isDraft)
    {
        if (OfBoth.Concat(isDraft ? OfDrafts : []).FirstOrDefault(values.IsSet) is { } name)
        {
            throw values.Refusal($"{name} is set; this engine does not compute it.");
        }

        if (values.Text("hidden_act") is { } function and not "silu")
        {
            throw values.Refusal($"hidden_act is {Printable.Name(function)}; this engine computes silu.");
        }

        if (values.Member("quantization_config") is { ValueKind: JsonValueKind.Object } quantization)
        {
            var method = quantization.TryGetProperty("quant_method", out var named) ? Printable.Name(named.ToString()) : "a method it does not name";
            throw values.Refusal($"the weights are quantised ({method}); this engine reads BF16, F16 and F32.");
        }

        if (values.IsSet("use_sliding_window") && values.Says("sliding_window"))
        {
            throw values.Refusal("use_sliding_window is set; this engine's attention reaches back to the beginning.");
        }

        if (values.Member("layer_types") is { ValueKind: JsonValueKind.Array } types && types.EnumerateArray().Any(type => type.ToString() != "full_attention"))
        {
            throw values.Refusal("layer_types names other attention than full_attention, which alone this engine computes.");
        }

        if (isDraft)
        {
            RefuseOfDraft(values);
        }
    }

    private static void RefuseOfDraft(ConfigurationValues values)
    {
        if (values.OptionalSize("num_hidden_layers", int.MaxValue) is { } layers && layers != 1)
        {
            throw values.Refusal($"num_hidden_layers is {layers}; this engine runs drafts of one layer.");
        }

        if (values.OptionalSize("target_hidden_size", int.MaxValue) is { } width && width != values.OptionalSize("hidden_size", int.MaxValue))
        {
            throw values.Refusal($"target_hidden_size is {width} and hidden_size is another; this engine runs drafts that are as wide as their target.");
        }

        if (values.Member("eagle_config") is not { ValueKind: JsonValueKind.Object } part)
        {
            return;
        }

        var eagle = values.In(part);
        foreach (var (name, computed) in OfEagleConfig)
        {
            if (eagle.Says(name) && eagle.IsSet(name) != computed)
            {
                throw values.Refusal($"{name} of eagle_config is {(computed ? "not set; this engine computes it" : "set; this engine does not compute it")}.");
            }
        }

        if (eagle.OptionalSize("parallel_draft_step", int.MaxValue) is > 1)
        {
            throw values.Refusal("parallel_draft_step of eagle_config is above 1; this engine drafts token by token.");
        }
    }
}
