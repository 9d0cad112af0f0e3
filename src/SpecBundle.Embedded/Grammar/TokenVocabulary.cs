namespace SpeculativeDecoding.Embedded;

/// <summary>The tokens that a grammar may be written with, in the order of their bytes, so that common beginnings are read once.</summary>
internal sealed class TokenVocabulary
{
    private readonly (int Id, byte[] Bytes)[] _tokens;
    private readonly int[] _common;
    private readonly byte[]?[] _bytes;

    public TokenVocabulary(ITextTokenizer tokenizer, int size, IEnumerable<int> ends)
    {
        Size = size;
        Ends = [.. ends.Where(id => (uint)id < (uint)size)];
        _bytes = new byte[]?[size];
        for (var id = 0; id < size; id++)
        {
            // A token without bytes would never come to an end, and a special one is no text.
            _bytes[id] = tokenizer.IsSpecial(id) || Ends.Contains(id) || tokenizer.TokenBytes(id) is not { Length: > 0 } bytes ? null : bytes;
        }

        _tokens = [.. _bytes.Select((bytes, id) => (Id: id, Bytes: bytes!)).Where(token => token.Bytes is not null)];
        Array.Sort(_tokens, static (left, right) => left.Bytes.AsSpan().SequenceCompareTo(right.Bytes));
        _common = [.. _tokens.Select((token, i) => i == 0 ? 0 : token.Bytes.AsSpan().CommonPrefixLength(_tokens[i - 1].Bytes))];
        Longest = _tokens.Length == 0 ? 0 : _tokens.Max(token => token.Bytes.Length);
    }

    public int Size { get; }

    /// <summary>The tokens that end an answer.</summary>
    public IReadOnlyList<int> Ends { get; }

    /// <summary>Bytes of the longest token.</summary>
    public int Longest { get; }

    /// <summary>The bytes of a token; null where it may not stand in a text.</summary>
    public byte[]? Bytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : null;

    /// <summary>The tokens that may follow a state. Each beginning that is not allowed is read once for all tokens that share it.</summary>
    public TokenMask MaskOf(MaskState start, Func<MaskState, byte, MaskState?> advance)
    {
        var mask = new TokenMask(Size);
        var path = new MaskState[Longest + 1];
        path[0] = start;
        var dead = int.MaxValue;
        for (var i = 0; i < _tokens.Length; i++)
        {
            if (_common[i] >= dead)
            {
                continue;
            }

            (var (id, bytes), dead) = (_tokens[i], int.MaxValue);
            for (var at = _common[i]; at < bytes.Length; at++)
            {
                if (advance(path[at], bytes[at]) is not { } next)
                {
                    dead = at + 1;
                    break;
                }

                path[at + 1] = next;
            }

            if (dead == int.MaxValue)
            {
                mask.Allow(id);
            }
        }

        return mask;
    }
}
