using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Drafts that propose a whole block at once, and those of them that correct it token by token (Domino).</summary>
internal static class DFlashKind
{
    // The verify step that SGLang takes where the configuration says nothing.
    private const int DefaultBlock = 16;
    private static readonly SglangRelease FirstDomino = new(0, 5, 20);
    private static readonly string[] OfDomino = ["gru_hidden_dim", "emb_dim"];

    public static DraftKind KindOf(CheckpointConfiguration draft, string name)
    {
        var projector = Projector(draft);
        var block = BlockOf(draft) ?? DefaultBlock;
        var isDomino = projector == "domino";
        return new()
        {
            Name = isDomino ? "a Domino draft" : "a DFlash draft",
            Algorithm = SpeculativeAlgorithm.DFlash,
            FirstRelease = isDomino ? FirstDomino : null,
            SureRelease = name == "DFlashDraftModel" ? null : DraftClasses.Read,
            BlockTokens = block,
            Objection = Layers(draft) ?? (isDomino ? Domino(draft, block)
                : projector is "dspark" ? "and its dflash_config says dspark: SGLang would leave the head out that makes it one"
                : projector is not (null or "dflash") ? $"and its dflash_config has the projector_type {Printable.Name(projector)}, which SGLang does not know"
                : null),
            Remedy = projector is "dspark" ? "Write Qwen3DSparkModel in architectures of its config.json: scripts/gates/normalize_dflash_export.py of SpecForge does." : null,
            Notes = draft.IsSet("sample_from_anchor") || draft.IsSetIn("dflash_config", "sample_from_anchor")
                ? ["The draft proposes a token at the first place of its block too (sample_from_anchor), where SGLang puts the last accepted one: next to nothing may be accepted."] : [],
        };
    }

    /// <summary>The layers of the target that are read, by the configuration: in its own part or at the top.</summary>
    public static IReadOnlyList<long>? TargetLayers(CheckpointConfiguration draft) =>
        CheckpointConfiguration.Numbers(draft["dflash_config"], "target_layer_ids")
        ?? CheckpointConfiguration.Numbers(draft.Root, "target_layer_ids")
        ?? CheckpointConfiguration.Numbers(draft.Root, "dspark_target_layer_ids");

    /// <summary>The layers that the target had for which the draft was made.</summary>
    public static long? LayersOfTarget(CheckpointConfiguration draft) => Whole(draft.In("dflash_config", "num_target_layers")) ?? Whole(draft["num_target_layers"]);

    /// <summary>The token that stands for one which is to be proposed.</summary>
    public static long? MaskToken(CheckpointConfiguration draft) =>
        Whole(draft["dspark_noise_token_id"]) ?? Whole(draft.In("dspark_config", "mask_token_id")) ?? Whole(draft["mask_token_id"]) ?? Whole(draft.In("dflash_config", "mask_token_id"));

    public static int? BlockOf(CheckpointConfiguration draft) =>
        (Whole(draft["dspark_block_size"]) ?? Whole(draft.In("dflash_config", "block_size")) ?? Whole(draft["block_size"])) is > 0 and <= 4096 and var block ? (int)block : null;

    /// <summary>What is wrong with the layers of draft and target; null where nothing is.</summary>
    public static string? Layers(CheckpointConfiguration draft) =>
        draft.Number("num_hidden_layers") is null or 0 ? "and its config.json has no num_hidden_layers, without which SGLang can't load it"
        : TargetLayers(draft) is { } layers && layers.Min() is < 0 and var least ? FormattableString.Invariant($"and it names {least} as a layer of the target")
        : null;

    public static long? Whole(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    public static string? Projector(CheckpointConfiguration draft) =>
        draft.In("dflash_config", "projector_type") is { ValueKind: JsonValueKind.String } own ? own.GetString()!.ToLowerInvariant() : draft.TextOf("projector_type")?.ToLowerInvariant();

    private static string? Domino(CheckpointConfiguration draft, int block)
    {
        JsonElement Value(string name) => draft.In("dflash_config", name) is { ValueKind: not JsonValueKind.Undefined } own ? own : draft[name];
        var missing = OfDomino.Where(name => Whole(Value(name)) is null or < 1).ToList();
        return missing.Count > 0 ? $"and its config.json has no {string.Join(" and no ", missing)}, without which SGLang can't load it"
            : Value("shift_label").ValueKind is not (JsonValueKind.True or JsonValueKind.False) ? "and its config.json does not say shift_label, without which SGLang can't load it"
            : Whole(Value("pure_draft_prefix_len")) != 1 ? "and its pure_draft_prefix_len is not 1, the only one that SGLang computes"
            : block < 2 ? "with a block of one token"
            : null;
    }
}
