using Microsoft.ML.Tokenizers;

namespace SpeculativeDecoding;

/// <summary>The codec of gpt-oss, o200k_harmony, whose vocabulary ships with the library. Text is cut by us: the library's own cutting always takes special tokens for what they look like.</summary>
internal sealed class HarmonyCodec : ITextCodec
{
    private readonly TiktokenTokenizer _tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_harmony");
    private readonly PieceEncoder _encoder;
    private readonly AddedTokenSplitter _special;

    public HarmonyCodec(int longPiece = PieceEncoder.LongPiece)
    {
        Special = _tokenizer.SpecialTokens!;
        _special = new AddedTokenSplitter(Special);
        _encoder = new PieceEncoder(_tokenizer, new PieceSplitter([new Split(KnownPatterns.O200K)]), () => new RankMerges(HarmonyRanks.Read()), longPiece);
    }

    public IReadOnlyDictionary<string, int> Special { get; }

    public IReadOnlyList<int> Encode(string text, bool allowSpecial) => _encoder.Encode(allowSpecial ? _special.Cut(text) : [new TextPart(text, null)]);

    public int Count(string text, bool allowSpecial) => Encode(text, allowSpecial).Count;

    public string Decode(IEnumerable<int> ids) => _tokenizer.Decode(ids) ?? string.Empty;
}
