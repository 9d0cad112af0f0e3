using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Whether a draft was made for a target, by their configurations: what a server would refuse, or not even notice.</summary>
internal static class PairFit
{
    /// <summary>What does not fit, one sentence each; empty where nothing speaks against it. What a configuration does not say is not judged.</summary>
    public static IReadOnlyList<string> Mismatches(JsonElement target, JsonElement draft)
    {
        var text = TextPart(target);
        var found = new List<string>();
        var hidden = Number(text, "hidden_size");
        var expected = Number(draft, "target_hidden_size") ?? Number(draft, "hidden_size");
        if (hidden is { } size && expected is { } wanted && size != wanted)
        {
            found.Add($"the hidden size of the target is {size}, the draft was made for {wanted}");
        }

        if (Number(text, "vocab_size") is { } vocabulary)
        {
            if (Number(draft, "vocab_size") is { } known && known != vocabulary)
            {
                found.Add($"the target has {vocabulary} tokens, the draft knows {known}");
            }

            if (Number(draft, "draft_vocab_size") is { } proposed && proposed > vocabulary)
            {
                found.Add($"the draft proposes out of {proposed} tokens, more than the {vocabulary} of the target");
            }
        }

        return found;
    }

    /// <summary>What works, but worse than it could; null where nothing is to be said.</summary>
    public static string? Note(JsonElement target, JsonElement draft)
    {
        var text = TextPart(target);
        return Number(text, "max_position_embeddings") is { } served && Number(draft, "max_position_embeddings") is { } drafted && drafted < served
            ? $"The draft was made for {drafted} tokens of context, the target for {served}: beyond {drafted} fewer drafts may be accepted."
            : null;
    }

    /// <summary>Models that see images keep what matters here in a part of its own.</summary>
    private static JsonElement TextPart(JsonElement target) =>
        target.ValueKind == JsonValueKind.Object && target.TryGetProperty("text_config", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : target;

    private static long? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
