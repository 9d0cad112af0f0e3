using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Drafts that propose a block, each token of it by the one before.</summary>
internal static class DSparkKind
{
    // The proposed tokens that SGLang takes where the configuration says nothing; the verify step has one more.
    private const int DefaultBlock = 7;
    private static readonly string[] Heads = ["vanilla", "gated", "rnn"];

    public static DraftKind KindOf(CheckpointConfiguration draft, string name)
    {
        var objection = Objection(draft);
        return new()
        {
            Name = "a DSpark draft",
            Algorithm = SpeculativeAlgorithm.DSpark,
            SureRelease = name == "DeepseekV4ForCausalLMDSpark" ? DraftClasses.Read : null,
            BlockTokens = (DFlashKind.BlockOf(draft) ?? DefaultBlock) + 1,
            Objection = objection,
            Remedy = objection is not null && draft.In("dflash_config", "markov_rank").ValueKind == JsonValueKind.Number
                ? "Copy markov_rank and markov_head_type to the top of its config.json: scripts/gates/normalize_dflash_export.py of SpecForge does." : null,
        };
    }

    private static string? Objection(CheckpointConfiguration draft)
    {
        if (DFlashKind.Layers(draft) is { } layers)
        {
            return layers;
        }

        var rank = DFlashKind.Whole(Value(draft, "markov_rank"));
        var head = Value(draft, "markov_head_type") is { ValueKind: JsonValueKind.String } type ? type.GetString()!.ToLowerInvariant() : null;
        return rank is null && draft.In("dflash_config", "markov_rank").ValueKind == JsonValueKind.Number ? "and its config.json has markov_rank in dflash_config alone, where SGLang does not look for it"
            : rank is null or < 1 ? "and its config.json has no markov_rank, without which SGLang can't load it"
            : head is null && !draft.Has("dspark_markov_rank") ? "and its config.json has no markov_head_type, without which SGLang can't load it"
            : head is not null && !Heads.Contains(head) ? $"and its markov_head_type is {Printable.Name(head)}: SGLang knows {string.Join(", ", Heads)}"
            : DFlashKind.MaskToken(draft) is null or < 0 ? "and its config.json has no mask_token_id, without which SGLang can't load it"
            : null;
    }

    /// <summary>By the rule of SGLang: with a prefix, in a part of its own, or at the top.</summary>
    private static JsonElement Value(CheckpointConfiguration draft, string name) =>
        draft["dspark_" + name] is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } prefixed ? prefixed
        : draft.In("dspark_config", name) is { ValueKind: not JsonValueKind.Undefined } own ? own
        : draft[name];
}
