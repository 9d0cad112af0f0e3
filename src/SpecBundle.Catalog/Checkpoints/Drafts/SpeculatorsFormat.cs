using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Drafts in the format of the library speculators, which vLLM reads: their layer is described in a part of its own, and layers of the target are counted from another end.</summary>
internal static class SpeculatorsFormat
{
    /// <summary>What it is; null where it is of another format.</summary>
    public static DraftKind? KindOf(CheckpointConfiguration draft)
    {
        var type = TypeOf(draft);
        var isNested = draft["transformer_layer_config"].ValueKind == JsonValueKind.Object || draft.Architecture?.EndsWith("Speculator", StringComparison.Ordinal) == true;
        if (!isNested && type is null)
        {
            return null;
        }

        var name = type?.ToLowerInvariant() switch
        {
            "eagle3" => "an EAGLE3 draft",
            "eagle" => "an EAGLE draft",
            "peagle" => "a P-EAGLE draft",
            "dflash" => "a DFlash draft",
            "dspark" => "a DSpark draft",
            "domino" => "a Domino draft",
            "mtp" => "a draft of layers that predict further tokens (MTP)",
            null or "" => "a draft",
            _ => $"a {Printable.Name(type)} draft",
        };
        if (isNested || draft.HiddenSize is null)
        {
            return new()
            {
                Name = $"{name} in the format of the library speculators",
                Objection = "which SGLang does not read" + (VerifierOf(draft) is { } verifier ? $" (it was made for {Printable.Name(verifier)})" : ""),
                Remedy = "Serve it with vLLM, or take a draft in SGLang's own format.",
            };
        }

        // Flattened for SGLang by somebody. Of these the place of a block's first token is another than SGLang takes it for.
        return type is "dspark" ? new()
        {
            Name = $"{name} of the library speculators",
            Objection = "whose blocks begin one token earlier than SGLang reads them, so that next to nothing is accepted",
            Remedy = "Serve it with vLLM, or take a draft that was trained for SGLang.",
        } : null;
    }

    /// <summary>The model that it was made for, as its configuration names it; null where it does not.</summary>
    public static string? VerifierOf(CheckpointConfiguration draft) =>
        draft.In("speculators_config", "verifier") is { ValueKind: JsonValueKind.Object } verifier && verifier.TryGetProperty("name_or_path", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString() : null;

    private static string? TypeOf(CheckpointConfiguration draft) =>
        draft.TextOf("speculators_model_type")
        ?? (draft.In("speculators_config", "algorithm") is { ValueKind: JsonValueKind.String } algorithm ? algorithm.GetString() : null)
        ?? (draft.Has("speculators_config") ? "" : null);
}
