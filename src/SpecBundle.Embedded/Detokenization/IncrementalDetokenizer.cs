using System.Text;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Turns token ids into text as they come. A character whose bytes are not all there is held back; what can be the beginning of a
/// stop string is known, so that nothing is sent that may have to be taken back. The cost is linear in the new bytes.
/// </summary>
internal sealed class IncrementalDetokenizer(ITextTokenizer tokenizer, IReadOnlyList<string> stop, bool skipSpecialTokens)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();
    private char[] _characters = new char[64];

    /// <summary>How many characters of whole text there are.</summary>
    public int Length => _text.Length;

    public string Text => _text.ToString();

    public string TextFrom(int start) => _text.ToString(start, _text.Length - start);

    public void Append(int tokenId)
    {
        if (skipSpecialTokens && tokenizer.IsSpecial(tokenId))
        {
            return;
        }

        var bytes = tokenizer.TokenBytes(tokenId);
        Decode(bytes, flush: false);
    }

    /// <summary>Ends the text: half a character becomes U+FFFD, as a whole decode would show it.</summary>
    public void Complete() => Decode([], flush: true);

    /// <summary>Whether the text ends with a proper beginning of a stop string, which the next token may complete.</summary>
    public bool EndsInsideStop()
    {
        foreach (var candidate in stop)
        {
            for (var length = Math.Min(candidate.Length - 1, _text.Length); length > 0; length--)
            {
                if (EndsWith(candidate.AsSpan(0, length)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Cuts the text before the stop string that ended it. Only what was not yet sent can hold it.</summary>
    public void TrimAt(string matched, int sent)
    {
        var start = Math.Max(0, sent - matched.Length + 1);
        var position = _text.ToString(start, _text.Length - start).IndexOf(matched, StringComparison.Ordinal);
        if (position >= 0)
        {
            _text.Length = start + position;
        }
    }

    private bool EndsWith(ReadOnlySpan<char> ending)
    {
        var offset = _text.Length - ending.Length;
        for (var i = 0; i < ending.Length; i++)
        {
            if (_text[offset + i] != ending[i])
            {
                return false;
            }
        }

        return true;
    }

    private void Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        var most = _decoder.GetCharCount(bytes, flush);
        if (most > _characters.Length)
        {
            _characters = new char[most * 2];
        }

        var count = _decoder.GetChars(bytes, _characters, flush);
        _text.Append(_characters, 0, count);
    }
}
