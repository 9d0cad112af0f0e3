using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Reads a rank file: on each line the bytes of a token in base 64, and its rank, which is its id.</summary>
internal static class RankFile
{
    private const int Llama3Ranks = 128_000;
    private const int Llama4Ranks = 200_000;

    public static TokenizerDefinition Read(string path, string folder)
    {
        var tokens = ModelFile.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split(' ')).ToDictionary(
            parts => int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture), parts => Convert.FromBase64String(parts[0]));
        return new TokenizerDefinition { Tokens = tokens, AddedTokens = TokenizerConfig.AddedTokens(folder), Splits = [new Split(Pattern(path, tokens.Count))] };
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
