using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace SpeculativeDecoding;

/// <summary>Makes a tokenizer of Microsoft.ML.Tokenizers out of a definition: for single pieces, without added tokens and normalization.</summary>
internal static class LibraryTokenizer
{
    /// <param name="definition">What the files say.</param>
    /// <param name="splitter">How text falls into pieces; the library wants one.</param>
    public static Tokenizer Create(TokenizerDefinition definition, PieceSplitter splitter)
    {
        if (definition.Merges is null)
        {
            // Whole pieces first, then by rank: what tiktoken does.
            using var ranks = new MemoryStream(Encoding.ASCII.GetBytes(string.Concat(definition.Tokens.OrderBy(token => token.Key).Select(token =>
                string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(token.Value)} {token.Key}\n")))));
            return TiktokenTokenizer.Create(ranks, splitter, normalizer: null);
        }

        return BpeTokenizer.Create(new BpeOptions(definition.Tokens.Select(token => KeyValuePair.Create(ByteLevelAlphabet.Encode(token.Value), token.Key)))
        {
            Merges = definition.Merges,
            ByteLevel = true,
            PreTokenizer = splitter,
        });
    }
}
