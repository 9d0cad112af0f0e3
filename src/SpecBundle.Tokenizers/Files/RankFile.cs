using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Reads a rank file: on each line the bytes of a token in base 64, and its rank, which is its id.</summary>
internal static class RankFile
{
    public static TokenizerDefinition Read(string path, string folder) => new()
    {
        Tokens = File.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split(' ')).ToDictionary(
            parts => int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture), parts => Convert.FromBase64String(parts[0])),
        AddedTokens = TokenizerConfig.AddedTokens(folder),

        // The file does not say how text is split. Kimi's is called tiktoken.model, Llama's tokenizer.model.
        Splits = [new Split(Path.GetFileName(path) == "tiktoken.model" ? KnownPatterns.Kimi : KnownPatterns.Llama3)],
    };
}
