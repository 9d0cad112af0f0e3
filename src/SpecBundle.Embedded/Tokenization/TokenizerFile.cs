using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>What this engine reads of a <c>tokenizer.json</c>: a byte-level BPE with its own splitting and added tokens.</summary>
internal sealed record TokenizerFile(
    IReadOnlyDictionary<string, int> Vocabulary,
    IReadOnlyList<string> Merges,
    IReadOnlyDictionary<string, int> AddedTokens,
    IReadOnlySet<int> SpecialIds,
    string Pattern,
    bool NormalisesToFormC)
{
    // The splitting of GPT-2, which a ByteLevel pre-tokenizer does unless it is told not to.
    private const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public static TokenizerFile Read(string folder)
    {
        var path = Path.Combine(folder, "tokenizer.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            var model = root.GetProperty("model");
            if (model.GetProperty("type").GetString() != "BPE")
            {
                throw new CheckpointException(path, $"the tokenizer is of the type {model.GetProperty("type").GetString()}; this engine reads byte-level BPE.");
            }

            var added = root.TryGetProperty("added_tokens", out var tokens) ? tokens.EnumerateArray().ToList() : [];
            return new TokenizerFile(
                model.GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32(), StringComparer.Ordinal),
                [.. model.GetProperty("merges").EnumerateArray().Select(ReadMerge)],
                added.ToDictionary(token => token.GetProperty("content").GetString()!, token => token.GetProperty("id").GetInt32(), StringComparer.Ordinal),
                added.Where(token => token.TryGetProperty("special", out var special) && special.ValueKind == JsonValueKind.True)
                    .Select(token => token.GetProperty("id").GetInt32())
                    .ToHashSet(),
                ReadPattern(path, root),
                NormalisesTo(path, root, "NFC"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckpointException(path, exception.Message, exception);
        }
    }

    /// <summary>Newer files write a merge as a pair, older ones as a string.</summary>
    private static string ReadMerge(JsonElement merge) =>
        merge.ValueKind == JsonValueKind.Array ? $"{merge[0].GetString()} {merge[1].GetString()}" : merge.GetString()!;

    private static string ReadPattern(string path, JsonElement root)
    {
        if (!root.TryGetProperty("pre_tokenizer", out var preTokenizer) || preTokenizer.ValueKind != JsonValueKind.Object)
        {
            throw new CheckpointException(path, "it has no pre_tokenizer; a byte-level BPE needs one.");
        }

        var parts = preTokenizer.TryGetProperty("pretokenizers", out var sequence) ? sequence.EnumerateArray().ToList() : [preTokenizer];
        string? pattern = null;
        foreach (var part in parts)
        {
            switch (part.GetProperty("type").GetString())
            {
                case "Split" when part.GetProperty("pattern").TryGetProperty("Regex", out var regex) && pattern is null:
                    pattern = regex.GetString();
                    break;
                case "ByteLevel":
                    pattern ??= part.TryGetProperty("use_regex", out var use) && use.ValueKind == JsonValueKind.False ? null : Gpt2Pattern;
                    break;
                default:
                    throw new CheckpointException(path, $"the pre-tokenizer {part.GetProperty("type").GetString()} is not one that this engine reads (Split, ByteLevel).");
            }
        }

        return pattern ?? throw new CheckpointException(path, "its pre_tokenizer splits by nothing.");
    }

    private static bool NormalisesTo(string path, JsonElement root, string form)
    {
        if (!root.TryGetProperty("normalizer", out var normalizer) || normalizer.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var type = normalizer.GetProperty("type").GetString();
        if (type != form)
        {
            throw new CheckpointException(path, $"the normalizer {type} is not one that this engine reads (NFC).");
        }

        // Without globalization data .NET leaves text as it is, and the ids would be silently wrong.
        return "e\u0301".Normalize() == "\u00e9" ? true : throw new CheckpointException(path, "it normalises to NFC, which needs globalization data (ICU) in the runtime.");
    }
}
