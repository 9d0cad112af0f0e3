using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads from a configuration what kind of draft it describes. A class decides where it is one of a draft's; what is written in it besides may make it another.</summary>
internal static class DraftReading
{
    // One pass for all tokens: each of these says so, in the words of one trainer or another.
    private static readonly string[] ParallelMarks = ["ptd_token_id", "pard_token", "parallel_drafting", "mask_hidden"];

    // Of an EAGLE3 head that proposes out of fewer tokens than its target has.
    private static readonly string[] ReducedVocabulary = ["draft_vocab_size", "truncated_vocab_size"];

    /// <summary>Reads it.</summary>
    /// <param name="draft">The configuration.</param>
    /// <param name="target">That of the target; null where it is not known.</param>
    public static DraftKind KindOf(CheckpointConfiguration draft, CheckpointConfiguration? target = null)
    {
        var name = draft.Architecture;
        return SpeculatorsFormat.KindOf(draft)
            ?? ParallelOf(draft)
            ?? (DraftClasses.AlgorithmOf(name) is { } algorithm ? OfClass(draft, name!, algorithm) : null)
            ?? OfNamed(name)
            ?? (DraftClasses.IsWhole(name) ? WholeModelKind.KindOf(draft, name!, target) : null)
            ?? Unknown(name);
    }

    /// <summary>Whether an EAGLE head keeps the class of the model whose layer it has, as the papers' own repositories write it.</summary>
    public static bool IsOriginalEagle(CheckpointConfiguration draft) => draft.Number("num_hidden_layers") == 1 || ReducedVocabulary.Any(draft.Has);

    /// <summary>What a configuration in the target's place describes, if that is a draft and nothing else; null where it is not.</summary>
    public static string? DescriptionOfDraft(CheckpointConfiguration configuration)
    {
        var kind = KindOf(configuration);
        return kind.IsDraftAlone ? Described(kind, configuration) : null;
    }

    /// <summary>Whether it is a whole model that SGLang would load as it is.</summary>
    public static bool IsPlainModel(CheckpointConfiguration draft) => DraftClasses.IsWhole(draft.Architecture) && !DraftClasses.HasPrediction(draft.Architecture);

    /// <summary>What it is with the class, as a message says it.</summary>
    public static string Described(DraftKind kind, CheckpointConfiguration draft) =>
        draft.Architecture is { } name && !kind.Name.EndsWith(')') ? $"{kind.Name} ({Printable.Name(name)})" : kind.Name;

    private static DraftKind? ParallelOf(CheckpointConfiguration draft)
    {
        var isParallel = draft.Architecture?.Contains("PEagle", StringComparison.OrdinalIgnoreCase) == true
            || ParallelMarks.Any(mark => draft.Has(mark) && draft[mark].ValueKind != JsonValueKind.False)
            || (draft.In("eagle_config", "parallel_draft_step") is { ValueKind: JsonValueKind.Number } step && step.TryGetInt64(out var steps) && steps > 1);
        return !isParallel ? null : new()
        {
            Name = "a P-EAGLE draft",
            Objection = "which proposes all tokens of a verify step in one pass, and no release of SGLang that was looked at does that",
            Remedy = "Take an EAGLE3 draft that was trained for this target; P-EAGLE is served by vLLM.",
        };
    }

    private static DraftKind OfClass(CheckpointConfiguration draft, string name, SpeculativeAlgorithm algorithm) => algorithm.Name switch
    {
        "EAGLE3" => Eagle3Kind.KindOf(draft, name),
        "DFLASH" => DFlashKind.KindOf(draft, name),
        "DSPARK" => DSparkKind.KindOf(draft, name),
        "FROZEN_KV_MTP" => new() { Name = "a Gemma 4 assistant", Algorithm = algorithm },
        _ when DraftClasses.IsMultiTokenPrediction(name) => new() { Name = "a draft of layers that predict further tokens (MTP)", Algorithm = algorithm },
        _ => new() { Name = "an EAGLE draft", Algorithm = algorithm, SureRelease = name.StartsWith("Mistral", StringComparison.Ordinal) ? DraftClasses.Read : null },
    };

    /// <summary>A draft by the name of its class, which SGLang does not have.</summary>
    private static DraftKind? OfNamed(string? name)
    {
        if (name is null)
        {
            return null;
        }

        bool Says(string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);
        if (Says("Domino"))
        {
            return new()
            {
                Name = "a Domino draft",
                Objection = "and SGLang loads those as DFlashDraftModel, with Domino in their dflash_config",
                Remedy = "Write DFlashDraftModel in place of the class in architectures of its config.json: scripts/gates/normalize_dflash_export.py of SpecForge does.",
            };
        }

        var kind = Says("Eagle3") ? "an EAGLE3 draft" : Says("DFlash2") ? "a DFlash 2 draft" : Says("DFlash") ? "a DFlash draft" : Says("DSpark") ? "a DSpark draft"
            : Says("Eagle") ? "an EAGLE draft" : Says("NextN") || Says("MTP") ? "a draft of layers that predict further tokens (MTP)" : Says("Medusa") ? "a Medusa draft" : null;
        return kind is null ? null : new()
        {
            Name = kind,
            IsUnknown = true,
            Objection = "of a class that SGLang is not known to have",
            Remedy = Says("Eagle3")
                ? $"Take a draft of the class {DraftClasses.Eagle3} or {DraftClasses.LatentEagle3}, or write the first of them in architectures of its config.json, if the weights are named as SGLang names them. {Insisting}"
                : Insisting,
        };
    }

    private static DraftKind Unknown(string? name) => new()
    {
        Name = name is null ? "a model whose config.json names no class (architectures)" : "a model of a class that is no draft's",
        IsDraftAlone = false,
        IsUnknown = true,
        Objection = name is null ? "so that SGLang can't load it" : "as far as the classes of SGLang are known",
        Remedy = name is null ? "Take the draft with its own config.json." : Insisting,
    };

    /// <summary>The way past a class that is not known here.</summary>
    private const string Insisting = "If your SGLang has the class, name its algorithm with DraftModel.Algorithm.";
}
