using System.Globalization;
using System.IO.Compression;

namespace SpeculativeDecoding;

/// <summary>The tokenizer of gpt-oss, o200k_harmony: its ranks ship with Microsoft.ML.Tokenizers.Data.O200kBase.</summary>
internal static class HarmonyVocabulary
{
    /// <summary>From the first special token to the last; whatever has no name is reserved.</summary>
    private const int FirstSpecial = 199_998;
    private const int LastSpecial = 201_087;

    private static readonly Dictionary<int, string> Named = new()
    {
        [199_998] = "<|startoftext|>",
        [199_999] = "<|endoftext|>",
        [200_002] = "<|return|>",
        [200_003] = "<|constrain|>",
        [200_005] = "<|channel|>",
        [200_006] = "<|start|>",
        [200_007] = "<|end|>",
        [200_008] = "<|message|>",
        [200_012] = "<|call|>",
        [200_018] = "<|endofprompt|>",
    };

    public static TokenizerDefinition Read() => new()
    {
        Source = "o200k_harmony",
        Tokens = Ranks(),
        AddedTokens = [.. Enumerable.Range(FirstSpecial, LastSpecial - FirstSpecial + 1).Select(id => new AddedToken(NameOf(id), id, IsSpecial: true, IsNormalized: false))],
        Splits = [new Split(KnownPatterns.O200K)],
    };

    private static string NameOf(int id) => Named.GetValueOrDefault(id) ?? string.Create(CultureInfo.InvariantCulture, $"<|reserved_{id}|>");

    /// <summary>After a line with their number, the bytes of each token in base 64, the lowest id first.</summary>
    private static Dictionary<int, byte[]> Ranks()
    {
        // Written out, so that the trimmer keeps the assembly; its only type is internal.
        var data = Type.GetType("Microsoft.ML.Tokenizers.O200kBaseTokenizerData, Microsoft.ML.Tokenizers.Data.O200kBase")?.Assembly;
        using var stream = data?.GetManifestResourceStream("o200k_base.tiktoken.deflate")
            ?? throw new InvalidOperationException("Microsoft.ML.Tokenizers.Data.O200kBase lacks its ranks.");
        using var reader = new StreamReader(new DeflateStream(stream, CompressionMode.Decompress));
        var ranks = new Dictionary<int, byte[]>();
        reader.ReadLine();
        for (var id = 0; reader.ReadLine() is { } line; id++)
        {
            if (line.Length > 0)
            {
                ranks[id] = Convert.FromBase64String(line);
            }
        }

        return ranks;
    }
}
