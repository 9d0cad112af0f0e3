using System.Text.Json;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Reads a <c>tokenizer.json</c> with a byte-level BPE. What would change ids and is not understood is refused.</summary>
internal static class TokenizerJson
{
    private static readonly string[] Affixes = ["continuing_subword_prefix", "end_of_word_suffix"];

    public static TokenizerDefinition Read(string path)
    {
        using var document = JsonDocument.Parse(ModelFile.Read(path));
        var root = document.RootElement;
        var model = root.GetProperty("model");
        if (Type(model) is { } type && type != "BPE")
        {
            throw new TokenizerException(path, $"the tokenizer is of the type {type}; byte-level BPE is what is read.");
        }

        var added = root.TryGetProperty("added_tokens", out var tokens) && tokens.ValueKind == JsonValueKind.Array ? tokens.EnumerateArray().ToList() : [];
        Refuse(path, model, added);
        var wholePiecesFirst = IsTrue(model, "ignore_merges");
        var addedIds = added.Select(token => token.GetProperty("id").GetInt32()).ToHashSet();
        return new TokenizerDefinition
        {
            Tokens = model.GetProperty("vocab").EnumerateObject().Where(entry => !addedIds.Contains(entry.Value.GetInt32()))
                .ToDictionary(entry => entry.Value.GetInt32(), entry => ByteLevelAlphabet.Decode(entry.Name)),
            Merges = wholePiecesFirst ? null : [.. model.GetProperty("merges").EnumerateArray().Select(Merge)],
            AddedTokens = [.. added.Select(token => AddedToken(token, token.GetProperty("id").GetInt32()))],
            Splits = PreTokenizer(path, root),
            NormalizesToFormC = Normalizes(path, root.TryGetProperty("normalizer", out var normalizer) ? normalizer : default),
            Differences = wholePiecesFirst
                ? ["The file says ignore_merges: pieces merge by the lowest id, as in the rank file that such a tokenizer was made from, and not by the list of merges."]
                : [],
        };
    }

    /// <summary>An added token as this file, and <c>tokenizer_config.json</c>, describe it.</summary>
    public static AddedToken AddedToken(JsonElement token, int id) =>
        new(token.GetProperty("content").GetString()!, id, IsTrue(token, "special"), IsTrue(token, "normalized"));

    /// <summary>What would give other ids without anybody noticing.</summary>
    private static void Refuse(string path, JsonElement model, List<JsonElement> added)
    {
        if (added.FirstOrDefault(token => IsTrue(token, "single_word") || IsTrue(token, "lstrip") || IsTrue(token, "rstrip")) is { ValueKind: JsonValueKind.Object } odd)
        {
            throw new TokenizerException(path, $"the added token {odd.GetProperty("content").GetString()} is found only between words, or with the blanks beside it, which is not understood.");
        }

        if (Affixes.FirstOrDefault(name => model.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() != "") is { } affix)
        {
            throw new TokenizerException(path, $"the model has a {affix}, which byte-level BPE does not.");
        }

        if (IsTrue(model, "byte_fallback"))
        {
            throw new TokenizerException(path, "the model falls back to bytes, as SentencePiece does; byte-level BPE is what is read.");
        }
    }

    /// <summary>Newer files write a merge as a pair, older ones as a string.</summary>
    private static string Merge(JsonElement merge) =>
        merge.ValueKind == JsonValueKind.Array ? $"{merge[0].GetString()} {merge[1].GetString()}" : merge.GetString()!;

    private static IReadOnlyList<Split> PreTokenizer(string path, JsonElement root)
    {
        if (!root.TryGetProperty("pre_tokenizer", out var preTokenizer) || preTokenizer.ValueKind != JsonValueKind.Object)
        {
            throw new TokenizerException(path, "it has no pre_tokenizer; a byte-level BPE needs one.");
        }

        var parts = Type(preTokenizer) == "Sequence" ? preTokenizer.GetProperty("pretokenizers").EnumerateArray().ToList() : [preTokenizer];
        IReadOnlyList<Split> splits = [.. parts.SelectMany(part => Splits(path, part))];
        return parts.Exists(part => Type(part) == "ByteLevel")
            ? splits
            : throw new TokenizerException(path, "its pre_tokenizer has no ByteLevel; byte-level BPE is what is read.");
    }

    private static IEnumerable<Split> Splits(string path, JsonElement part)
    {
        switch (Type(part))
        {
            case "Split" when !IsTrue(part, "invert") && part.GetProperty("behavior").GetString() is "Isolated" or "Removed":
                var pattern = part.GetProperty("pattern");
                yield return new Split(
                    pattern.TryGetProperty("Regex", out var regex) ? regex.GetString()! : Regex.Escape(pattern.GetProperty("String").GetString()!),
                    part.GetProperty("behavior").GetString() == "Removed");
                break;
            case "Digits":
                yield return new Split(IsTrue(part, "individual_digits") ? @"\p{N}" : @"\p{N}+");
                break;
            case "ByteLevel" when !IsTrue(part, "add_prefix_space"):
                if (!part.TryGetProperty("use_regex", out var use) || use.ValueKind != JsonValueKind.False)
                {
                    yield return new Split(KnownPatterns.Gpt2);
                }

                break;
            default:
                throw new TokenizerException(path, $"the pre-tokenizer {part.GetRawText()} is not one that is understood (Split isolated or removed, Digits, ByteLevel without a prefix space).");
        }
    }

    private static bool Normalizes(string path, JsonElement normalizer)
    {
        if (normalizer.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var parts = Type(normalizer) == "Sequence" ? normalizer.GetProperty("normalizers").EnumerateArray().ToList() : [normalizer];
        return parts.Count == 0 || parts.All(part => Type(part) == "NFC")
            ? parts.Count > 0
            : throw new TokenizerException(path, $"the normalizer {normalizer.GetRawText()} is not one that is understood (NFC).");
    }

    private static string? Type(JsonElement element) => element.TryGetProperty("type", out var type) ? type.GetString() : null;

    private static bool IsTrue(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
