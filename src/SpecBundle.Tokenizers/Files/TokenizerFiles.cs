using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Finds the tokenizer in the folder of a model.</summary>
internal static class TokenizerFiles
{
    private static readonly string[] RankFiles = ["tiktoken.model", "tokenizer.model", "original/tokenizer.model"];

    public static bool Exist(string folder) => Kind(folder) is not null;

    /// <exception cref="TokenizerException">There is none, or it can't be read.</exception>
    public static TokenizerDefinition Read(string folder)
    {
        var (path, read) = Kind(folder) ?? throw new TokenizerException(folder, "the folder has none of tokenizer.json, vocab.json with merges.txt, tiktoken.model, tokenizer.model.");
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new TokenizerException(path, $"the tokenizer can't be read ({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    private static (string Path, Func<TokenizerDefinition> Read)? Kind(string folder)
    {
        string In(string name) => Path.Combine(folder, name);
        if (File.Exists(In("tokenizer.json")))
        {
            return (In("tokenizer.json"), () => TokenizerJson.Read(In("tokenizer.json")));
        }

        if (File.Exists(In("vocab.json")) && File.Exists(In("merges.txt")))
        {
            return (In("vocab.json"), () => VocabularyFiles.Read(folder));
        }

        return RankFiles.Select(In).FirstOrDefault(File.Exists) is { } ranks ? (ranks, () => RankFile.Read(ranks, folder)) : null;
    }
}
