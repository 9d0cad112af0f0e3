using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads a <c>tokenizer.json</c> with a byte-level BPE. What would change ids and is not understood is refused; what may change them is said.</summary>
internal static class TokenizerJson
{
    private static readonly string[] Affixes = ["continuing_subword_prefix", "end_of_word_suffix"];

    public static TokenizerDefinition Read(string path, string folder)
    {
        using var document = JsonDocument.Parse(ModelFile.Read(path));
        var root = document.RootElement;
        var model = FileElements.Member(root, "model");
        Refuse(path, model);
        var added = AddedTokenEntry.Join(
            [.. FileElements.List(root, "added_tokens").Select(token => AddedTokenEntry.Read(path, token, FileElements.Id(FileElements.Member(token, "id"))))],
            TokenizerConfig.AddedTokens(folder));
        var special = added.Where(token => token.IsSpecial).Select(token => token.Content).ToHashSet(StringComparer.Ordinal);
        var splits = PreTokenizer.Read(path, root);
        return new TokenizerDefinition
        {
            Source = path,
            Tokens = Vocabulary.Read(FileElements.Member(model, "vocab"), added, out var unreachable),
            UnreachableTokens = unreachable,
            Merges = [.. FileElements.Member(model, "merges").EnumerateArray().Select(Vocabulary.Merge).Where(merge => !special.Contains(merge.Left + merge.Right))],
            WholePiecesFirst = FileElements.IsTrue(model, "ignore_merges"),
            AddedTokens = added,
            Splits = splits,
            NormalizesToFormC = Normalizes(path, root),
            Differences = [.. Unknown(root, model), .. Around(root)],
        };
    }

    /// <summary>What would give other ids without anybody noticing.</summary>
    private static void Refuse(string path, JsonElement model)
    {
        if (FileElements.Type(model) is { } type && type != "BPE")
        {
            throw new TokenizerException(path, $"the tokenizer is of the type {type}; byte-level BPE is what is read.");
        }

        if (Affixes.FirstOrDefault(name => model.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() != "") is { } affix)
        {
            throw new TokenizerException(path, $"the model has a {affix}, which byte-level BPE does not.");
        }

        if (FileElements.IsTrue(model, "byte_fallback"))
        {
            throw new TokenizerException(path, "the model falls back to bytes, as SentencePiece does; byte-level BPE is what is read.");
        }

        if (model.TryGetProperty("dropout", out var dropout) && dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() != 0)
        {
            throw new TokenizerException(path, "the model leaves merges out at random (dropout), so that its ids are not the same twice.");
        }
    }

    private static bool Normalizes(string path, JsonElement root)
    {
        if (!root.TryGetProperty("normalizer", out var normalizer) || normalizer.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var parts = FileElements.Type(normalizer) == "Sequence" ? FileElements.List(normalizer, "normalizers") : [normalizer];
        return parts.All(part => FileElements.Type(part) == "NFC")
            ? parts.Count > 0
            : throw new TokenizerException(path, $"the normalizer {FileElements.Brief(normalizer)} is not one that is understood (NFC).");
    }

    // What cuts and fills texts (truncation, padding) is set by who calls the reference, not by the file.
    private static IEnumerable<string> Unknown(JsonElement root, JsonElement model) =>
    [
        .. FileElements.Unknown(root, "the tokenizer", "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model"),
        .. FileElements.Unknown(model, "its model", [.. Affixes, "type", "dropout", "unk_token", "fuse_unk", "byte_fallback", "ignore_merges", "vocab", "merges"]),
    ];

    /// <summary>The tokens that a server puts around each text by itself.</summary>
    private static IEnumerable<string> Around(JsonElement root)
    {
        if (!root.TryGetProperty("post_processor", out var processor) || processor.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var steps = FileElements.Type(processor) == "Sequence" ? FileElements.List(processor, "processors") : [processor];
        var tokens = steps.Where(step => FileElements.Type(step) == "TemplateProcessing").SelectMany(step => FileElements.List(step, "single"))
            .Where(part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("SpecialToken", out _))
            .Select(part => FileElements.Text(FileElements.Member(part, "SpecialToken"), "id")).ToList();
        return tokens.Count == 0 ? [] : [$"The file puts {Printable.Name(string.Join(" and ", tokens))} around each text; Encode does not."];
    }
}
