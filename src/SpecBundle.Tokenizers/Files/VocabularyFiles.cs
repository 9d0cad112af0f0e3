using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads <c>vocab.json</c> and <c>merges.txt</c>. These files do not say how text is split: repositories that have them alone are of the Qwen family.</summary>
internal static class VocabularyFiles
{
    public static TokenizerDefinition Read(string folder)
    {
        using var vocabulary = JsonDocument.Parse(ModelFile.Read(Path.Combine(folder, "vocab.json")));
        return new TokenizerDefinition
        {
            Tokens = vocabulary.RootElement.EnumerateObject().ToDictionary(entry => entry.Value.GetInt32(), entry => ByteLevelAlphabet.Decode(entry.Name)),
            Merges = [.. ModelFile.ReadLines(Path.Combine(folder, "merges.txt")).Where((line, index) => line.Length > 0 && !(index == 0 && line.StartsWith("#version", StringComparison.Ordinal)))],
            AddedTokens = TokenizerConfig.AddedTokens(folder),
            Splits = [new Split(KnownPatterns.Qwen)],
            NormalizesToFormC = true,
        };
    }
}
