using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Text to tokens and back, as a definition says.</summary>
internal sealed class TextCodec
{
    private readonly string _source;
    private readonly PieceSplitter _splitter;
    private readonly IMergeRule _rule;
    private readonly AddedTokens _all;
    private readonly AddedTokens _plain;
    private readonly Dictionary<int, byte[]> _bytes;

    public TextCodec(TokenizerDefinition definition)
    {
        _source = definition.Source;
        _splitter = new PieceSplitter(definition.Splits);
        _rule = definition.Merges is { } merges ? new ListedMerges(definition.Tokens, merges, definition.WholePiecesFirst) : new RankMerges(definition.Tokens);
        _all = new AddedTokens(definition.AddedTokens, definition.NormalizesToFormC);
        _plain = new AddedTokens(definition.AddedTokens.Where(token => !token.IsSpecial), definition.NormalizesToFormC);
        _bytes = new Dictionary<int, byte[]>(definition.Tokens);
        foreach (var (id, text) in definition.UnreachableTokens)
        {
            _bytes.TryAdd(id, Encoding.UTF8.GetBytes(text));
        }

        // Added tokens are written as they are, not in the byte alphabet.
        foreach (var token in definition.AddedTokens)
        {
            _bytes[token.Id] = Encoding.UTF8.GetBytes(token.Content);
        }

        VocabularySize = _bytes.Keys.Max() + 1;
    }

    public int VocabularySize { get; }

    /// <param name="text">The text.</param>
    /// <param name="allowSpecial">Whether special tokens written out become their ids.</param>
    public List<int> Encode(string text, bool allowSpecial)
    {
        var ids = new List<int>();
        Encode(text, allowSpecial ? _all : _plain, new PieceMerger(_rule), ids);
        return ids;
    }

    /// <param name="text">A text in which special tokens become their ids, but for those that the mark stands in.</param>
    /// <param name="mark">The mark, which is no part of the text.</param>
    public List<int> EncodeMarked(string text, char mark)
    {
        if (!text.Contains(mark, StringComparison.Ordinal))
        {
            return Encode(text, allowSpecial: true);
        }

        var ids = new List<int>();
        var merger = new PieceMerger(_rule);
        foreach (var part in _all.Cut(text))
        {
            if (part.Id is { } id)
            {
                ids.Add(id);
            }
            else
            {
                Encode(part.Text.Replace(mark.ToString(), "", StringComparison.Ordinal), _plain, merger, ids);
            }
        }

        return ids;
    }

    private void Encode(string text, AddedTokens tokens, PieceMerger merger, List<int> ids)
    {
        foreach (var part in tokens.Cut(text))
        {
            if (part.Id is { } id)
            {
                ids.Add(id);
                continue;
            }

            foreach (var (offset, length) in Split(part.Text))
            {
                merger.Encode(part.Text.AsSpan(offset, length), ids);
            }
        }
    }

    private IEnumerable<(int Offset, int Length)> Split(string text)
    {
        try
        {
            return _splitter.Split(text);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new TokenizerException(_source, FormattableString.Invariant($"its patterns take longer than {exception.MatchTimeout.TotalSeconds:F0} s to split a text of {text.Length} characters."), exception);
        }
    }

    /// <summary>The text of tokens; bytes that are no whole character become U+FFFD.</summary>
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
