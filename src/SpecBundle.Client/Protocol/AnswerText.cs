using System.Text;
using System.Text.Unicode;

namespace SpeculativeDecoding;

/// <summary>
/// The text of an answer, from frames that repeat it all or bring only what is new. Only new text is decoded: that a frame
/// begins with what was sent before is seen by comparing the bytes of the JSON string, which the server escapes alike.
/// </summary>
/// <param name="text">Where it goes.</param>
/// <param name="isCumulative">Whether frames repeat earlier text; null where the server has not told.</param>
internal sealed class AnswerText(Utf8Buffer text, bool? isCumulative)
{
    private readonly Utf8Buffer _sent = new();
    private readonly FrameKind _kind = new(isCumulative);
    private int _sentFrom;
    private StringBuilder? _replaced;
    private bool _hasForeignBytes;

    /// <summary>Whether the server changed text that it had sent, other than by trimming a stop string from its end.</summary>
    public bool WasChanged { get; private set; }

    /// <summary>Whether chunks had been given out as the frames were not meant.</summary>
    public bool WasMisread { get; private set; }

    /// <summary>How the frames were read where nothing told for certain; null where that is known.</summary>
    public string? Guess => _kind.Guess;

    /// <summary>Whether it holds bytes that are no UTF-8: each becomes U+FFFD as soon as it is decoded.</summary>
    public bool HasForeignBytes => _hasForeignBytes || !Utf8.IsValid(text.Span(0, text.Length));

    /// <summary>The whole text. It is what the chunks brought, unless the server took some of that back.</summary>
    public override string ToString() => _replaced?.ToString() ?? text.ToString();

    /// <summary>Takes the inside of a JSON string, and appends the new text.</summary>
    /// <param name="json">The bytes between the quotes, escapes and all.</param>
    /// <param name="idsAreCumulative">Whether the ids repeat earlier ones; null where there are none, or nothing has shown it.</param>
    /// <param name="isLast">Whether it is of the last frame, the only one that may lack what an earlier one had: a stop string.</param>
    public void Accept(ReadOnlySpan<byte> json, bool? idsAreCumulative, bool isLast)
    {
        var sent = _sent.Span(_sentFrom, _sent.Length);
        var wasKnown = _kind.IsCumulative is not null;
        _kind.Weigh(json, sent, idsAreCumulative, isLast);
        if (_kind.IsCumulative == false)
        {
            if (wasKnown)
            {
                Append(json);
            }
            else
            {
                Reread(json);
            }
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

    /// <summary>Frames had been taken for repetitions and are pieces: what was left out of the earlier ones belongs to the text.</summary>
    private void Reread(ReadOnlySpan<byte> json)
    {
        var pieces = _kind.TakePieces();
        var whole = pieces.Span(0, pieces.Length);
        if (whole.StartsWith(text.Span(0, text.Length)))
        {
            text.Append(whole[text.Length..]);
        }
        else
        {
            WasMisread = true;
            _replaced = new StringBuilder(pieces.ToString());
            text.AppendUnescaped(json);
        }
    }

    /// <summary>A shorter text lost a stop string; another one was changed. What a reader has got can't be taken back, the whole text can.</summary>
    private void Replace(ReadOnlySpan<byte> json, ReadOnlySpan<byte> sent)
    {
        WasChanged |= !sent.StartsWith(json);
        var before = ToString();
        var whole = new Utf8Buffer();
        whole.AppendUnescaped(json);
        _hasForeignBytes |= !Utf8.IsValid(whole.Span(0, whole.Length));
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
