using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads the added tokens of <c>tokenizer_config.json</c>, which vocabularies and rank files leave out.</summary>
internal static class TokenizerConfig
{
    public static IReadOnlyList<AddedToken> AddedTokens(string folder)
    {
        var path = Path.Combine(folder, "tokenizer_config.json");
        if (!File.Exists(path))
        {
            return [];
        }

        using var document = JsonDocument.Parse(ModelFile.Read(path));
        return document.RootElement.TryGetProperty("added_tokens_decoder", out var tokens)
            ? [.. tokens.EnumerateObject().Select(entry => TokenizerJson.AddedToken(entry.Value, int.Parse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture)))]
            : [];
    }
}
