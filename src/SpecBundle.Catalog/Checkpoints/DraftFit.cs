using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Whether a draft was made for a target, by their configurations: what a server would refuse, or not even notice. What a configuration does not say is not judged.</summary>
internal static class DraftFit
{
    /// <summary>What does not fit, one sentence each; empty where nothing speaks against it.</summary>
    /// <param name="target">The target.</param>
    /// <param name="draft">The draft.</param>
    /// <param name="algorithm">The algorithm that it will be served under; null where that is not known.</param>
    public static IReadOnlyList<string> Mismatches(CheckpointConfiguration target, CheckpointConfiguration draft, SpeculativeAlgorithm? algorithm = null)
    {
        var found = new List<string>();

        // A draft that stands alone reads tokens, and may be of any width.
        if (algorithm is null || !algorithm.ReadsTokensAlone)
        {
            AddWidth(found, target, draft, algorithm);
        }

        AddVocabulary(found, target, draft, algorithm);
        AddLayers(found, target, draft, algorithm);
        return found;
    }

    /// <summary>What may not fit, or works worse than it could; null where nothing is to be said.</summary>
    public static string? Doubt(CheckpointConfiguration target, CheckpointConfiguration draft)
    {
        var types = new[] { target.TextOf("model_type"), TypeOf(target) };
        return draft.TextOf("target_model_type") is { } made && types.Any(type => type is not null) && !types.Contains(made)
            ? $"The draft says that it was made for a target of the type {Printable.Name(made)}, and this one is {Printable.Name(types.First(type => type is not null)!)}."
            : null;
    }

    /// <summary>What is accepted beyond the draft's own context; null where that is not shorter than the target's.</summary>
    public static string? ContextNote(CheckpointConfiguration target, CheckpointConfiguration draft) =>
        target.Number("max_position_embeddings") is { } served && draft.Number("max_position_embeddings") is { } drafted && drafted < served
            ? $"The draft was made for {drafted} tokens of context, the target for {served}: beyond {drafted} fewer drafts may be accepted."
            : null;

    private static void AddWidth(List<string> found, CheckpointConfiguration target, CheckpointConfiguration draft, SpeculativeAlgorithm? algorithm)
    {
        // A block is proposed by the target's own embedding and head, whatever else the configuration says.
        var wanted = algorithm?.ProposesBlocks == true ? draft.HiddenSize : draft.TargetHiddenSize;
        if (target.HiddenSize is { } size && wanted is { } width && size != width)
        {
            found.Add($"the hidden size of the target is {size}, the draft was made for {width}");
        }
    }

    private static void AddVocabulary(List<string> found, CheckpointConfiguration target, CheckpointConfiguration draft, SpeculativeAlgorithm? algorithm)
    {
        if (target.VocabularySize is not { } vocabulary)
        {
            return;
        }

        // Models of one family pad one tokenizer to different numbers of rows.
        if (draft.VocabularySize is { } known && known != vocabulary && !(algorithm?.ReadsTokensAlone == true && known < vocabulary && known > 0.99 * vocabulary))
        {
            found.Add($"the target has {vocabulary} tokens, the draft knows {known}");
        }

        if (draft.DraftVocabularySize is { } proposed && proposed > vocabulary && proposed != draft.VocabularySize)
        {
            found.Add($"the draft proposes out of {proposed} tokens, more than the {vocabulary} of the target");
        }

        if (algorithm?.ProposesBlocks == true && DFlashKind.MaskToken(draft) is { } mask && mask >= vocabulary)
        {
            found.Add($"the draft's mask token has the id {mask}, and the target has the ids 0 to {vocabulary - 1}");
        }
    }

    private static void AddLayers(List<string> found, CheckpointConfiguration target, CheckpointConfiguration draft, SpeculativeAlgorithm? algorithm)
    {
        if (target.Number("num_hidden_layers") is not { } layers)
        {
            return;
        }

        var isBlock = algorithm?.ProposesBlocks == true;
        if ((isBlock ? DFlashKind.TargetLayers(draft) : draft.CapturedLayers)?.Max() is { } last && last >= layers)
        {
            found.Add($"the draft reads layer {last} of the target, which has layers 0 to {layers - 1}");
        }

        if (isBlock && DFlashKind.LayersOfTarget(draft) is { } made && made != layers)
        {
            found.Add($"the draft was made for a target of {made} layers, and this one has {layers}");
        }
    }

    private static string? TypeOf(CheckpointConfiguration configuration) =>
        configuration.Text.TryGetProperty("model_type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
}
