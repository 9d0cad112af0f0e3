using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads the added tokens of <c>tokenizer_config.json</c>, which vocabularies and rank files leave out.</summary>
internal static class TokenizerConfig
{
    /// <summary>The tokens; none where there is no such file, or where it has none.</summary>
    public static IReadOnlyList<AddedToken> AddedTokens(string folder)
    {
        var path = Path.Combine(folder, "tokenizer_config.json");
        if (!File.Exists(path))
        {
            return [];
        }

        using var document = JsonDocument.Parse(ModelFile.Read(path));
        if (FileElements.IsTrue(document.RootElement, "add_prefix_space"))
        {
            throw new TokenizerException(path, "it puts a blank before each text (add_prefix_space), which is not understood.");
        }

        return document.RootElement.TryGetProperty("added_tokens_decoder", out var tokens)
            ? [.. tokens.EnumerateObject().Select(entry => AddedTokenEntry.Read(path, entry.Value, int.Parse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture)))]
            : [];
    }

    /// <summary>What to say of a vocabulary beside which no added tokens stand.</summary>
    public static IReadOnlyList<string> SayWhatIsMissing(string file, IReadOnlyList<AddedToken> tokens) =>
        tokens.Count > 0 ? [] : [$"No tokenizer_config.json with added tokens stands beside {file}: special tokens are not known, and are read as text."];
}
