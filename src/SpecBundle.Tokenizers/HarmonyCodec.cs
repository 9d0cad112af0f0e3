using Microsoft.ML.Tokenizers;

namespace SpeculativeDecoding;

/// <summary>The codec of gpt-oss, o200k_harmony, whose vocabulary ships with the library. Text is cut by us: the library's own cutting always takes special tokens for what they look like.</summary>
internal sealed class HarmonyCodec : ITextCodec
{
    private readonly TiktokenTokenizer _tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_harmony");
    private readonly PieceSplitter _plain;
    private readonly PieceSplitter _withSpecial;

    public HarmonyCodec()
    {
        Special = _tokenizer.SpecialTokens!;
        _plain = new PieceSplitter([new Split(KnownPatterns.O200K)], []);
        _withSpecial = new PieceSplitter([new Split(KnownPatterns.O200K)], Special.Keys);
    }

    public IReadOnlyDictionary<string, int> Special { get; }

    public IReadOnlyList<int> Encode(string text, bool allowSpecial)
    {
        var ids = new List<int>();
        foreach (var (offset, length) in (allowSpecial ? _withSpecial : _plain).PreTokenize(text))
        {
            var piece = text.Substring(offset, length);
            if (allowSpecial && Special.TryGetValue(piece, out var special))
            {
                ids.Add(special);
            }
            else
            {
                ids.AddRange(_tokenizer.EncodeToIds(piece, considerPreTokenization: false, considerNormalization: false));
            }
        }

        return ids;
    }

    public int Count(string text, bool allowSpecial) => Encode(text, allowSpecial).Count;

    public string Decode(IEnumerable<int> ids) => _tokenizer.Decode(ids) ?? string.Empty;
}
