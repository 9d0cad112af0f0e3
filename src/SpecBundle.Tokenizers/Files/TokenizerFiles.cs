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

    /// <summary>A link whose file is gone is a file to .NET.</summary>
    private static bool IsThere(string path)
    {
        try
        {
            return File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static (string Path, Func<TokenizerDefinition> Read)? Kind(string folder)
    {
        string In(string name) => Path.Combine(folder, name);
        if (IsThere(In("tokenizer.json")))
        {
            return (In("tokenizer.json"), () => TokenizerJson.Read(In("tokenizer.json"), folder));
        }

        if (IsThere(In("vocab.json")) && IsThere(In("merges.txt")))
        {
            return (In("vocab.json"), () => VocabularyFiles.Read(folder));
        }

        return RankFiles.Select(In).FirstOrDefault(IsThere) is { } ranks ? (ranks, () => RankFile.Read(ranks, folder)) : null;
    }
}
