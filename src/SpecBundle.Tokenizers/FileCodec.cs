using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace SpeculativeDecoding;

/// <summary>The codec of a tokenizer that was read from files.</summary>
internal sealed class FileCodec : ITextCodec
{
    private readonly Tokenizer _plain;
    private readonly Tokenizer _withSpecial;
    private readonly Dictionary<int, byte[]> _bytes;

    public FileCodec(TokenizerDefinition definition)
    {
        var added = definition.AddedTokens.ToDictionary(token => token.Content, token => token.Id, StringComparer.Ordinal);
        var plain = definition.AddedTokens.Where(token => !token.IsSpecial).ToDictionary(token => token.Content, token => token.Id, StringComparer.Ordinal);
        _withSpecial = LibraryTokenizer.Create(definition, added);
        _plain = plain.Count == added.Count ? _withSpecial : LibraryTokenizer.Create(definition, plain);
        _bytes = new Dictionary<int, byte[]>(definition.Tokens);

        // Added tokens are written as they are, not in the byte alphabet.
        foreach (var token in definition.AddedTokens)
        {
            _bytes[token.Id] = Encoding.UTF8.GetBytes(token.Content);
        }

        VocabularySize = _bytes.Keys.Max() + 1;
    }

    public int VocabularySize { get; }

    public IReadOnlyList<int> Encode(string text, bool allowSpecial) => (allowSpecial ? _withSpecial : _plain).EncodeToIds(text);

    public int Count(string text, bool allowSpecial) => (allowSpecial ? _withSpecial : _plain).CountTokens(text);

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
