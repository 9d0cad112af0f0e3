using System.Text;

namespace SpeculativeDecoding;

/// <summary>
/// The text of an answer, from frames that repeat it all or bring only what is new. Only new text is decoded: that a frame
/// begins with what was sent before is seen by comparing the bytes of the JSON string, which the server escapes alike.
/// </summary>
internal sealed class AnswerText(Utf8Buffer text, bool? isIncremental)
{
    private readonly Utf8Buffer _sent = new();
    private int _sentFrom;
    private StringBuilder? _replaced;
    private bool? _isCumulative = isIncremental == true ? false : null;

    /// <summary>Whether the server changed text that it had sent, other than by trimming a stop string from its end.</summary>
    public bool WasChanged { get; private set; }

    /// <summary>The whole text. It is what the chunks brought, unless the server took some of that back.</summary>
    public override string ToString() => _replaced?.ToString() ?? text.ToString();

    /// <summary>Takes the inside of a JSON string, and appends the new text.</summary>
    /// <param name="json">The bytes between the quotes, escapes and all.</param>
    /// <param name="mustBeCumulative">That the ids are cumulative or absent: releases with incremental text always send new ids.</param>
    public void Accept(ReadOnlySpan<byte> json, bool mustBeCumulative)
    {
        var sent = _sent.Span(_sentFrom, _sent.Length);
        if (_isCumulative is null && !sent.IsEmpty)
        {
            _isCumulative = mustBeCumulative || json.StartsWith(sent);
        }

        if (_isCumulative == false)
        {
            Append(json);
        }
        else if (json.StartsWith(sent))
        {
            json = json[sent.Length..];
            _sent.Append(json);
            Append(json);
        }
        else
        {
            Replace(json, sent);
        }
    }

    private void Append(ReadOnlySpan<byte> json)
    {
        var before = text.Length;
        text.AppendUnescaped(json);
        _replaced?.Append(Encoding.UTF8.GetString(text.Span(before, text.Length)));
    }

    /// <summary>A shorter text lost a stop string; another one was changed. What a reader has got can't be taken back, the whole text can.</summary>
    private void Replace(ReadOnlySpan<byte> json, ReadOnlySpan<byte> sent)
    {
        WasChanged |= !sent.StartsWith(json);
        var before = ToString();
        var whole = new Utf8Buffer();
        whole.AppendUnescaped(json);
        var now = whole.ToString();
        _replaced = new StringBuilder(now);
        _sentFrom = _sent.Length;
        _sent.Append(json);
        var kept = before.AsSpan().CommonPrefixLength(now);
        if (kept < now.Length && char.IsLowSurrogate(now[kept]))
        {
            // The difference lies within a character.
            kept--;
        }

        text.Append(Encoding.UTF8.GetBytes(now[kept..]));
    }
}
