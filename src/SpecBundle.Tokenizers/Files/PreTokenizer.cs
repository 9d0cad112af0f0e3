using System.Text.Json;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Reads how a <c>tokenizer.json</c> splits text.</summary>
internal static class PreTokenizer
{
    /// <summary>No released model has more steps.</summary>
    private const int MostSteps = 64;

    private static readonly string[] OfByteLevel = ["type", "add_prefix_space", "trim_offsets", "use_regex"];

    public static IReadOnlyList<Split> Read(string path, JsonElement root)
    {
        if (!root.TryGetProperty("pre_tokenizer", out var preTokenizer) || preTokenizer.ValueKind != JsonValueKind.Object)
        {
            throw new TokenizerException(path, "it has no pre_tokenizer; a byte-level BPE needs one.");
        }

        var parts = FileElements.Type(preTokenizer) == "Sequence" ? FileElements.List(preTokenizer, "pretokenizers") : [preTokenizer];
        if (parts.Count > MostSteps)
        {
            throw new TokenizerException(path, $"its pre_tokenizer has {parts.Count} steps; {MostSteps} are read at most.");
        }

        IReadOnlyList<Split> splits = [.. parts.SelectMany(part => Splits(path, part))];

        // Behind ByteLevel the text is in the byte alphabet, and patterns would see other characters.
        return parts.Count(part => FileElements.Type(part) == "ByteLevel") == 1 && FileElements.Type(parts[^1]) == "ByteLevel"
            ? splits
            : throw new TokenizerException(path, "its pre_tokenizer has no ByteLevel as its last step; byte-level BPE is what is read.");
    }

    private static IReadOnlyList<Split> Splits(string path, JsonElement part)
    {
        switch (FileElements.Type(part))
        {
            case "Split" when Has(part, "type", "pattern", "behavior", "invert") && !FileElements.IsTrue(part, "invert") && FileElements.Text(part, "behavior") is "Isolated" or "Removed":
                var pattern = FileElements.Member(part, "pattern");
                var split = new Split(
                    pattern.TryGetProperty("Regex", out var regex) ? FileElements.Text(regex) : Regex.Escape(FileElements.Text(pattern, "String")),
                    FileElements.Text(part, "behavior") == "Removed");

                // Refused here and not at the first text.
                PatternTranslation.Translate(split.Pattern);
                return [split];
            case "Digits" when Has(part, "type", "individual_digits"):
                return [new Split(FileElements.IsTrue(part, "individual_digits") ? @"\p{N}" : @"\p{N}+")];
            case "ByteLevel" when Has(part, OfByteLevel) && !FileElements.IsTrue(part, "add_prefix_space"):
                return part.TryGetProperty("use_regex", out var use) && use.ValueKind == JsonValueKind.False ? [] : [new Split(KnownPatterns.Gpt2)];
            default:
                throw new TokenizerException(path, $"the pre-tokenizer {FileElements.Brief(part)} is not one that is understood (Split isolated or removed, Digits, ByteLevel without a prefix space).");
        }
    }

    /// <summary>Whether nothing is said of a step but what is known.</summary>
    private static bool Has(JsonElement part, params ReadOnlySpan<string> known) => !FileElements.Unknown(part, "", known).Any();
}
