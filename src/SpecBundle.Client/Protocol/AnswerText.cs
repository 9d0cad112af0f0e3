using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>
/// The text of an answer, from frames that repeat it all or bring only what is new. Only new text is decoded: that a frame
/// begins with what was sent before is seen by comparing the bytes of the JSON string, which the server escapes alike.
/// </summary>
internal sealed class AnswerText(bool? isIncremental)
{
    private readonly StringBuilder _text = new();
    private byte[] _sent = [];
    private int _length;
    private bool? _isCumulative = isIncremental == true ? false : null;

    /// <summary>Whether the server changed text that it had sent, other than by trimming a stop string from its end.</summary>
    public bool WasChanged { get; private set; }

    public override string ToString() => _text.ToString();

    /// <summary>Takes the inside of a JSON string, and returns the new text.</summary>
    /// <param name="text">The bytes between the quotes, escapes and all.</param>
    /// <param name="mustBeCumulative">That the ids are cumulative or absent: releases with incremental text always send new ids.</param>
    public string Accept(ReadOnlySpan<byte> text, bool mustBeCumulative)
    {
        var sent = _sent.AsSpan(0, _length);
        if (_isCumulative is null && !sent.IsEmpty)
        {
            _isCumulative = mustBeCumulative || text.StartsWith(sent);
        }

        if (_isCumulative == false)
        {
            return Append(Decode(text));
        }

        if (!text.StartsWith(sent))
        {
            return Replace(text, sent);
        }

        var added = text[sent.Length..];
        Keep(added);
        return Append(Decode(added));
    }

    private string Append(string added)
    {
        _text.Append(added);
        return added;
    }

    /// <summary>A shorter text lost a stop string; another one was changed. What a reader has got can't be taken back, the whole text can.</summary>
    private string Replace(ReadOnlySpan<byte> text, ReadOnlySpan<byte> sent)
    {
        WasChanged |= !sent.StartsWith(text);
        var before = _text.ToString();
        var now = Decode(text);
        _text.Clear().Append(now);
        _length = 0;
        Keep(text);
        return now[before.AsSpan().CommonPrefixLength(now)..];
    }

    private void Keep(ReadOnlySpan<byte> added)
    {
        if (_sent.Length - _length < added.Length)
        {
            Array.Resize(ref _sent, Math.Max(_sent.Length * 2, _length + added.Length + 256));
        }

        added.CopyTo(_sent.AsSpan(_length));
        _length += added.Length;
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(text);
        }

        var quoted = new byte[text.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        text.CopyTo(quoted.AsSpan(1));
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString()!;
    }
}
