using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads <c>vocab.json</c> and <c>merges.txt</c>. These files do not say how text is split: repositories that have them alone are of the Qwen family.</summary>
internal static class VocabularyFiles
{
    public static TokenizerDefinition Read(string folder)
    {
        using var vocabulary = JsonDocument.Parse(ModelFile.Read(Path.Combine(folder, "vocab.json")));
        var added = TokenizerConfig.AddedTokens(folder);
        return new TokenizerDefinition
        {
            Source = Path.Combine(folder, "vocab.json"),
            Merges = [.. ModelFile.ReadLines(Path.Combine(folder, "merges.txt")).Where((line, index) => line.Length > 0 && !(index == 0 && line.StartsWith("#version", StringComparison.Ordinal))).Select(Vocabulary.Merge)],
            AddedTokens = AddedTokenEntry.Join([], added),
            Splits = [new Split(KnownPatterns.Qwen)],
            NormalizesToFormC = true,
            Differences = TokenizerConfig.SayWhatIsMissing("vocab.json", added),
            KnowsSpecialTokens = added.Count > 0,
            Tokens = Vocabulary.Read(vocabulary.RootElement, added, out var unreachable),
            UnreachableTokens = unreachable,
        };
    }
}
