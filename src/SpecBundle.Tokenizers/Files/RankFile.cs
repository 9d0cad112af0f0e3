using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Reads a rank file: on each line the bytes of a token in base 64, and its rank, which is its id.</summary>
internal static class RankFile
{
    private const int Llama3Ranks = 128_000;
    private const int Llama4Ranks = 200_000;

    public static TokenizerDefinition Read(string path, string folder)
    {
        var tokens = new Dictionary<int, byte[]>();
        foreach (var line in ModelFile.ReadLines(path).Where(line => line.Length > 0))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0 || !int.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) || !tokens.TryAdd(FileElements.Id(rank), Convert.FromBase64String(line[..space])))
            {
                throw new FormatException($"its line \"{Printable.Name(line)}\" is no token in base 64 with a rank of its own");
            }
        }

        var added = TokenizerConfig.AddedTokens(folder);
        return new TokenizerDefinition
        {
            Source = path,
            Tokens = tokens,
            AddedTokens = AddedTokenEntry.Join([], added),
            Splits = [new Split(Pattern(path, tokens.Count))],
            Differences = TokenizerConfig.SayWhatIsMissing(Path.GetFileName(path), added),
            KnowsSpecialTokens = added.Count > 0,
        };
    }

    /// <summary>The file does not say how text is split. Kimi's is called tiktoken.model, Llama's tokenizer.model, where the number of ranks tells the generation.</summary>
    private static string Pattern(string path, int ranks) => (Path.GetFileName(path), ranks) switch
    {
        ("tiktoken.model", _) => KnownPatterns.Kimi,
        (_, Llama3Ranks) => KnownPatterns.Llama3,
        (_, Llama4Ranks) => KnownPatterns.O200K,
        _ => throw new TokenizerException(path, $"it has {ranks} ranks, and does not say how text is split; 128000 (Llama 3) and 200000 (Llama 4) are known."),
    };
}
