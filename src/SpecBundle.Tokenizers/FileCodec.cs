using System.Runtime.InteropServices;
using System.Text;

namespace SpeculativeDecoding;

/// <summary>The codec of a tokenizer that was read from files.</summary>
/// <remarks>Added tokens and normalization are ours: the library forgets its special tokens once its cache of pieces is full.</remarks>
internal sealed class FileCodec : ITextCodec
{
    private readonly PieceEncoder _encoder;
    private readonly AddedTokens _all;
    private readonly AddedTokens _plain;
    private readonly Dictionary<int, byte[]> _bytes;

    public FileCodec(TokenizerDefinition definition, int longPiece = PieceEncoder.LongPiece)
    {
        var splitter = new PieceSplitter(definition.Splits);
        _encoder = new PieceEncoder(
            LibraryTokenizer.Create(definition, splitter),
            splitter,
            () => definition.Merges is { } merges ? new ListedMerges(definition.Tokens, merges) : new RankMerges(definition.Tokens),
            longPiece);
        _all = new AddedTokens(definition.AddedTokens, definition.NormalizesToFormC);
        _plain = new AddedTokens(definition.AddedTokens.Where(token => !token.IsSpecial), definition.NormalizesToFormC);
        _bytes = new Dictionary<int, byte[]>(definition.Tokens);

        // Added tokens are written as they are, not in the byte alphabet.
        foreach (var token in definition.AddedTokens)
        {
            _bytes[token.Id] = Encoding.UTF8.GetBytes(token.Content);
        }

        VocabularySize = _bytes.Keys.Max() + 1;
    }

    public int VocabularySize { get; }

    public IReadOnlyList<int> Encode(string text, bool allowSpecial) => _encoder.Encode((allowSpecial ? _all : _plain).Cut(text));

    public int Count(string text, bool allowSpecial) => Encode(text, allowSpecial).Count;

    public string Decode(IEnumerable<int> ids)
    {
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            bytes.AddRange(BytesOf(id));
        }

        return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(bytes));
    }

    public byte[] BytesOf(int id) => _bytes.GetValueOrDefault(id) ?? [];
}
