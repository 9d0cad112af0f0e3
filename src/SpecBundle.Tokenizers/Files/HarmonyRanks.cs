using System.IO.Compression;

namespace SpeculativeDecoding;

/// <summary>The ranks of o200k, in the library's own data: after a line with their number, the bytes of each token in base 64, the lowest id first.</summary>
internal static class HarmonyRanks
{
    public static IReadOnlyDictionary<int, byte[]> Read()
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
