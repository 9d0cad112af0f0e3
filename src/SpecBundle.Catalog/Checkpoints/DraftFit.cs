namespace SpeculativeDecoding;

/// <summary>Whether a draft was made for a target, by their configurations: what a server would refuse, or not even notice. What a configuration does not say is not judged.</summary>
internal static class DraftFit
{
    // Model classes that say the algorithm; the name of an EAGLE3 head begins with its target's.
    private static readonly (string Begin, string Algorithm)[] Classes = [("DFlash", "DFLASH"), ("DSpark", "DSPARK")];

    /// <summary>What does not fit, one sentence each; empty where nothing speaks against it.</summary>
    public static IReadOnlyList<string> Mismatches(CheckpointConfiguration target, CheckpointConfiguration draft, SpeculativeAlgorithm? algorithm = null)
    {
        // Every other number differs then, too.
        if (algorithm == SpeculativeAlgorithm.Eagle3 && TargetShapes.Knows(draft) && draft.Number("num_hidden_layers") is > 1 and var all)
        {
            return [$"the draft is a whole model ({draft.Architecture} of {all} layers), and no EAGLE3 draft"];
        }

        var found = new List<string>();
        if (algorithm is not null && AlgorithmOf(draft) is { } made && made != algorithm)
        {
            found.Add($"the draft's class is {Printable.Name(draft.Architecture!)}, made for {made}, and it would be started as {algorithm}");
        }

        // A draft that stands alone reads tokens, and may be of any width.
        var readsStates = algorithm is null || algorithm.Name is not ("STANDALONE" or "NGRAM");
        if (readsStates && target.HiddenSize is { } size && draft.TargetHiddenSize is { } wanted && size != wanted)
        {
            found.Add($"the hidden size of the target is {size}, the draft was made for {wanted}");
        }

        if (target.VocabularySize is { } vocabulary)
        {
            if (draft.VocabularySize is { } known && known != vocabulary)
            {
                found.Add($"the target has {vocabulary} tokens, the draft knows {known}");
            }

            if (draft.DraftVocabularySize is { } proposed && proposed > vocabulary && proposed != draft.VocabularySize)
            {
                found.Add($"the draft proposes out of {proposed} tokens, more than the {vocabulary} of the target");
            }
        }

        if (target.Number("num_hidden_layers") is { } layers && draft.CapturedLayers is { } captured && captured.Max() >= layers)
        {
            found.Add($"the draft reads layer {captured.Max()} of the target, which has layers 0 to {layers - 1}");
        }

        return found;
    }

    /// <summary>What kind of draft a configuration is of by its model class, with its article, for example <c>an EAGLE3</c>; null where the class is no draft's.</summary>
    public static string? DraftKindOf(CheckpointConfiguration configuration) =>
        DraftShapes.IsEagle3(configuration) ? "an EAGLE3" : AlgorithmOf(configuration) is { } algorithm ? $"a {algorithm}" : null;

    /// <summary>What may not fit, or works worse than it could; null where nothing is to be said.</summary>
    public static string? Doubt(CheckpointConfiguration target, CheckpointConfiguration draft)
    {
        if (draft.Has("speculators_config") || draft.Has("speculators_model_type"))
        {
            return "The draft is in the format of the library speculators, which not every release of SGLang loads.";
        }

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

    private static SpeculativeAlgorithm? AlgorithmOf(CheckpointConfiguration draft) =>
        Array.Find(Classes, item => draft.Architecture?.StartsWith(item.Begin, StringComparison.OrdinalIgnoreCase) == true) is { Algorithm: { } name } ? new(name) : null;

    private static string? TypeOf(CheckpointConfiguration configuration) =>
        configuration.Text.TryGetProperty("model_type", out var type) && type.ValueKind == System.Text.Json.JsonValueKind.String ? type.GetString() : null;
}
